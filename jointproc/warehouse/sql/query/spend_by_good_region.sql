-- One row per good, region and fiscal year: money, volume, prices, dates. The base of every comparison.
SELECT
    good_id,
    any_value(good) AS good,
    any_value(family) AS family,
    bool_and(comparable) AS comparable,
    region_code,
    fiscal_year,
    sum(amount_idr) AS amount_idr,
    coalesce(sum(shipping_idr), 0) AS shipping_idr,
    sum(volume) AS quantity,
    CAST(count(*) AS INTEGER) AS lines_n,
    CAST(count(DISTINCT source_ref) AS INTEGER) AS orders_n,
    min(price_idr) AS price_min_idr,
    median(CAST(price_idr AS DOUBLE)) AS price_median_idr,
    max(price_idr) AS price_max_idr,
    min(date) AS first_date,
    max(date) AS last_date
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
GROUP BY good_id, region_code, fiscal_year
ORDER BY good_id, region_code, fiscal_year;
