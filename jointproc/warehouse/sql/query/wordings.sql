-- Goods known by their wording (not by a product code), in the order they came, with the regions and money behind them.
-- A good that was bought as a whole package is matched by family alone and is not among them.
SELECT
    g.good_id,
    g.name,
    g.family,
    g.base_unit,
    g.attributes,
    m.good_id IS NOT NULL AS matched,
    min(d.load_no) AS first_load,
    min(CAST(d.load_no AS DOUBLE) * 1e10 + p.row_no) AS first_seen,
    CAST(count(DISTINCT p.region_code) AS INTEGER) AS regions_n,
    CAST(count(*) AS INTEGER) AS lines_n,
    CAST(sum(p.amount_idr) AS DECIMAL(24, 2)) AS amount_idr
FROM good AS g
INNER JOIN purchase_good AS l ON g.good_id = l.good_id
INNER JOIN purchase AS p ON l.dataset_id = p.dataset_id AND l.row_no = p.row_no
INNER JOIN dataset AS d ON p.dataset_id = d.dataset_id
LEFT JOIN good_matched AS m ON g.good_id = m.good_id
WHERE g.attributes IS NOT NULL
GROUP BY g.good_id, g.name, g.family, g.base_unit, g.attributes, m.good_id
ORDER BY first_seen, g.good_id;
