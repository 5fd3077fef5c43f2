-- The goods in scope, most money first.
SELECT
    good_id,
    any_value(good) AS good,
    any_value(family) AS family,
    bool_and(comparable) AS comparable,
    mode(coalesce(base_unit, unit)) AS base_unit,
    CAST(count(DISTINCT region_code) AS INTEGER) AS regions_n,
    CAST(count(*) AS INTEGER) AS lines_n,
    sum(amount_idr) AS amount_idr,
    quantile_cont(CAST(price_idr AS DOUBLE), 0.25) AS price_q1_idr,
    median(CAST(price_idr AS DOUBLE)) AS price_median_idr,
    quantile_cont(CAST(price_idr AS DOUBLE), 0.75) AS price_q3_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
GROUP BY good_id
ORDER BY amount_idr DESC, good_id ASC;
