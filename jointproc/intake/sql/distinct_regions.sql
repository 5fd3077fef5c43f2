SELECT
    region AS text,
    count(*) AS rows_n,
    min(row_no) AS row_no
FROM cell
GROUP BY region
ORDER BY min(row_no)
