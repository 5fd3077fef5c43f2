-- Where the first accepted rows end.
SELECT max(f.row_no)
FROM (
    SELECT l.row_no
    FROM line AS l
    WHERE l.row_no NOT IN (SELECT o.row_no FROM left_out AS o)
    ORDER BY l.row_no
    LIMIT $most
) AS f
