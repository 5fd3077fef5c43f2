-- Dates that are not plain ISO dates; those are read in SQL.
SELECT DISTINCT date AS text
FROM cell
WHERE date IS NOT NULL AND sensible(TRY_CAST(iso_text(date) AS date)) IS NULL
