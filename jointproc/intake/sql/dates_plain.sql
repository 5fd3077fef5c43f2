INSERT INTO date_answer
SELECT
    text,
    day,
    NULL AS problem
FROM date_seen
WHERE day IS NOT NULL
