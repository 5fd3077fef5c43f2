SELECT DISTINCT
    fiscal_year,
    stage
FROM line
WHERE row_no NOT IN (SELECT o.row_no FROM left_out AS o)
ORDER BY fiscal_year, stage
