-- What a dataset says of itself is what stands in the warehouse; read = accepted + rejected + left out.
UPDATE dataset
SET
    rows_accepted = s.lines_n,
    rows_left_out = rows_read - rows_rejected - s.lines_n,
    amount_idr = s.amount_idr,
    fiscal_years = s.fiscal_years,
    left_out = $left_out
FROM (
    SELECT
        CAST(count(*) AS INTEGER) AS lines_n,
        CAST(coalesce(sum(amount_idr), 0) AS DECIMAL(20, 2)) AS amount_idr,
        coalesce(string_agg(DISTINCT CAST(fiscal_year AS VARCHAR), ',' ORDER BY CAST(fiscal_year AS VARCHAR)), '')
            AS fiscal_years
    FROM purchase
    WHERE dataset_id = $dataset_id
) AS s
WHERE dataset_id = $dataset_id;
