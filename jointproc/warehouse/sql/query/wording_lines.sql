-- Lines of goods as they were written, the largest first; the price is per base unit of the wording itself.
SELECT
    l.wording_id,
    l.region_code,
    l.date,
    l.fiscal_year,
    l.buyer,
    l.quantity,
    l.unit,
    l.amount_idr,
    l.line_no,
    l.source_ref,
    d.name AS dataset,
    d.file_name,
    CASE
        WHEN l.base_quantity > 0
            THEN CAST(l.unit_price_idr AS DOUBLE) * CAST(l.quantity AS DOUBLE) / CAST(l.base_quantity AS DOUBLE)
        ELSE CAST(l.unit_price_idr AS DOUBLE)
    END AS own_price_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages) AS l
INNER JOIN dataset AS d ON l.dataset_id = d.dataset_id
WHERE list_contains($good_ids, l.wording_id)
ORDER BY l.amount_idr DESC NULLS LAST, l.dataset_id ASC, l.row_no ASC;
