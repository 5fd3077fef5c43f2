-- Dates that are not plain ISO dates; those are read in SQL.
SELECT DISTINCT date AS text
FROM cell
WHERE date IS NOT NULL AND iso_day(date) IS NULL
