SELECT
    region_code,
    count(*) AS rows_n,
    sum(amount_idr) AS amount_idr
FROM line
WHERE row_no NOT IN (SELECT o.row_no FROM left_out AS o)
GROUP BY region_code
ORDER BY region_code
