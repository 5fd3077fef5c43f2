-- Every wording bought in scope and the good it counts as; the price is per base unit of that good.
SELECT
    l.wording_id,
    l.good_id,
    w.name,
    w.base_unit,
    w.attributes,
    w.family,
    any_value(l.good) AS good,
    any_value(l.how) AS how,
    any_value(l.confidence) AS confidence,
    bool_and(l.comparable) AS comparable,
    coalesce(any_value(s.factor), 1) AS factor,
    list(DISTINCT l.region_code ORDER BY l.region_code) AS regions,
    CAST(count(*) AS INTEGER) AS lines_n,
    sum(l.amount_idr) AS amount_idr,
    median(CAST(l.price_idr AS DOUBLE)) AS price_median_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages) AS l
INNER JOIN good AS w ON l.wording_id = w.good_id
LEFT JOIN same_good AS s ON l.wording_id = s.good_id
GROUP BY l.wording_id, l.good_id, w.name, w.base_unit, w.attributes, w.family
ORDER BY amount_idr DESC, l.wording_id ASC;
