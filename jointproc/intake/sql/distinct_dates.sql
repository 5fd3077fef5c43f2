-- Dates that are not plain ISO dates.
SELECT text
FROM date_seen
WHERE day IS NULL
