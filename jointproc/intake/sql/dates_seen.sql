-- Every way a date is written, once, with its day where that is a plain ISO date.
INSERT INTO date_seen
WITH seen AS (
    SELECT DISTINCT date AS text
    FROM cell
    WHERE date IS NOT NULL
)

SELECT
    text,
    sensible(TRY_CAST(iso_text(text) AS date)) AS day
FROM seen
