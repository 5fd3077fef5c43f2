-- What the savings model reads of every line in scope, in no order; names of goods are in `good_names`.
SELECT
    dataset_id,
    row_no,
    good_id,
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
    -- what names a selection or a vendor matters only where it is the same: a number does, 0 where there is none
    coalesce(CAST(hash(source_ref) >> 1 AS BIGINT), 0) AS source_key,
    coalesce(CAST(hash(vendor) >> 1 AS BIGINT), 0) AS vendor_key,
    confidence,
    price_derived
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
WHERE region_code IS NOT NULL;
