-- Cleaned lines arrive as text in `incoming_purchase`; money becomes DECIMAL here and nowhere else.
INSERT INTO purchase
SELECT
    $dataset_id,
    CAST(line_no AS INTEGER),
    region_code,
    buyer,
    stage,
    CAST(fiscal_year AS INTEGER),
    CAST(date AS DATE),
    text,
    spec,
    product_code,
    account_code,
    catalogue,
    family,
    CAST(quantity AS DECIMAL(18, 4)),
    unit,
    CAST(base_quantity AS DECIMAL(22, 4)),
    base_unit,
    CAST(unit_price_idr AS DECIMAL(18, 2)),
    CAST(shipping_idr AS DECIMAL(18, 2)),
    CAST(amount_idr AS DECIMAL(18, 2)),
    vendor,
    vendor_region_code,
    method,
    baseline_kind,
    source_ref
FROM incoming_purchase
ORDER BY good_id, region_code, line_no;
