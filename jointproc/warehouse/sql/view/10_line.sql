-- A purchase together with its good. `volume` and `price_idr` are per base unit wherever the unit could be converted.
CREATE OR REPLACE VIEW line AS
SELECT
    p.dataset_id,
    p.line_no,
    p.region_code,
    p.buyer,
    p.stage,
    p.fiscal_year,
    p.date,
    p.text,
    p.spec,
    p.product_code,
    p.account_code,
    p.catalogue,
    g.family,
    g.good_id,
    g.name AS good,
    g.comparable,
    l.how,
    l.confidence,
    p.quantity,
    p.unit,
    p.base_quantity,
    p.base_unit,
    p.unit_price_idr,
    p.shipping_idr,
    p.amount_idr,
    p.vendor,
    p.method,
    p.baseline_kind,
    p.source_ref,
    p.row_no,
    p.member,
    p.price_derived,
    p.pack_content,
    coalesce(p.base_quantity, p.quantity) AS volume,
    CASE
        WHEN p.base_quantity > 0
            THEN CAST(
                CAST(p.unit_price_idr AS DOUBLE) * CAST(p.quantity AS DOUBLE) / CAST(p.base_quantity AS DOUBLE)
                AS DECIMAL(18, 4)
            )
        ELSE CAST(p.unit_price_idr AS DECIMAL(18, 4))
    END AS price_idr
FROM purchase AS p
INNER JOIN purchase_good AS l ON p.dataset_id = l.dataset_id AND p.row_no = l.row_no
INNER JOIN good AS g ON l.good_id = g.good_id;
