SELECT
    count(*) AS rows_n,
    sum(amount_idr)::VARCHAR AS amount_idr
FROM line
WHERE row_no NOT IN (SELECT o.row_no FROM left_out AS o)
