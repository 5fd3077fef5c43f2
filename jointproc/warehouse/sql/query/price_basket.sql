-- The lines of one good bought by some regions, with what is needed to find each again in its file.
SELECT
    l.region_code,
    l.buyer,
    l.vendor,
    l.stage,
    l.fiscal_year,
    l.date,
    l.text,
    l.unit,
    l.base_unit,
    l.comparable,
    l.how,
    l.confidence,
    l.method,
    l.baseline_kind,
    l.price_derived,
    CAST(l.volume AS DOUBLE) AS volume,
    CAST(l.price_idr AS DOUBLE) AS price_idr,
    CAST(l.amount_idr AS DOUBLE) AS amount_idr,
    l.source_ref,
    d.name AS dataset,
    d.file_name,
    l.line_no
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages) AS l
INNER JOIN dataset AS d ON l.dataset_id = d.dataset_id
WHERE l.good_id = $good_id AND list_contains($region_codes, l.region_code)
ORDER BY l.region_code, l.date, l.dataset_id, l.line_no;
