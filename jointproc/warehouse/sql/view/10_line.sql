-- A purchase together with its good. `volume` and `price_idr` are per base unit wherever the unit could be converted,
-- in the unit of the good it counts as; `wording_id` is the good as it was written.
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
    l.good_id AS wording_id,
    coalesce(s.how, l.how) AS how,
    l.confidence * coalesce(s.confidence, 1) AS confidence,
    p.quantity,
    p.unit,
    p.base_quantity,
    CASE WHEN s.into_id IS NULL THEN p.base_unit ELSE g.base_unit END AS base_unit,
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
    CASE
        WHEN s.factor IS NULL OR s.factor = 1 THEN coalesce(p.base_quantity, p.quantity)
        ELSE CAST(CAST(coalesce(p.base_quantity, p.quantity) AS DOUBLE) * s.factor AS DECIMAL(22, 4))
    END AS volume,
    CASE
        WHEN p.base_quantity > 0
            THEN CAST(
                CAST(p.unit_price_idr AS DOUBLE) * CAST(p.quantity AS DOUBLE) / CAST(p.base_quantity AS DOUBLE)
                / coalesce(s.factor, 1)
                AS DECIMAL(18, 4)
            )
        WHEN s.factor IS NULL OR s.factor = 1 THEN CAST(p.unit_price_idr AS DECIMAL(18, 4))
        ELSE CAST(CAST(p.unit_price_idr AS DOUBLE) / s.factor AS DECIMAL(18, 4))
    END AS price_idr
FROM purchase AS p
INNER JOIN purchase_good AS l ON p.dataset_id = l.dataset_id AND p.row_no = l.row_no
LEFT JOIN same_good AS s ON l.good_id = s.good_id
INNER JOIN good AS g ON coalesce(s.into_id, l.good_id) = g.good_id;
