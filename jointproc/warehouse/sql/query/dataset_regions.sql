-- Rows and money per region of one dataset; the amount as text, so that no sen is lost on the way out.
SELECT
    region_code,
    CAST(count(*) AS INTEGER) AS lines_n,
    CAST(sum(amount_idr) AS VARCHAR) AS amount_text
FROM purchase
WHERE dataset_id = $dataset_id
GROUP BY region_code
ORDER BY region_code;
