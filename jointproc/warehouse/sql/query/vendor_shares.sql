-- What each vendor sold of some goods to some regions, and what it sold in the whole scope.
WITH sold AS (
    SELECT
        vendor,
        sum(amount_idr) AS scope_idr
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    WHERE vendor IS NOT NULL
    GROUP BY vendor
)

SELECT
    l.vendor,
    count(*) AS lines_n,
    count(DISTINCT l.region_code) AS regions_n,
    CAST(sum(l.amount_idr) AS DOUBLE) AS amount_idr,
    CAST(any_value(s.scope_idr) AS DOUBLE) AS scope_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages) AS l
LEFT JOIN sold AS s ON l.vendor = s.vendor
WHERE list_contains($good_ids, l.good_id) AND list_contains($region_codes, l.region_code)
GROUP BY l.vendor
ORDER BY amount_idr DESC, l.vendor ASC;
