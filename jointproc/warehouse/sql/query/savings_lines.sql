-- What the savings model reads of every line in scope, in no order.
SELECT
    dataset_id,
    row_no,
    good_id,
    good,
    family,
    comparable,
    region_code,
    buyer,
    stage,
    fiscal_year,
    date,
    CAST(volume AS DOUBLE) AS volume,
    CAST(price_idr AS DOUBLE) AS price_idr,
    CAST(amount_idr AS DOUBLE) AS amount_idr,
    CAST(shipping_idr AS DOUBLE) AS shipping_idr,
    method,
    baseline_kind,
    source_ref,
    vendor,
    confidence,
    price_derived
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
WHERE region_code IS NOT NULL;
