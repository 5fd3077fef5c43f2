-- Spend of each region in scope.
SELECT
    region_code,
    sum(amount_idr) AS amount_idr,
    CAST(count(DISTINCT good_id) AS INTEGER) AS goods_n,
    CAST(count(*) AS INTEGER) AS lines_n,
    coalesce(sum(shipping_idr), 0) AS shipping_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
GROUP BY region_code
ORDER BY region_code;
