-- Accepted rows with exact decimal text, as DataFrames carry them.
SELECT
    line_no,
    region_code,
    buyer,
    stage,
    fiscal_year,
    strftime(date, '%Y-%m-%d') AS date,
    text,
    spec,
    product_code,
    account_code,
    kbki,
    catalogue,
    decimal_text(quantity) AS quantity,
    unit,
    decimal_text(base_quantity) AS base_quantity,
    base_unit,
    decimal_text(unit_price_idr) AS unit_price_idr,
    decimal_text(shipping_idr) AS shipping_idr,
    decimal_text(amount_idr) AS amount_idr,
    vendor,
    NULL::VARCHAR AS vendor_region_code,
    method,
    baseline_kind,
    source_ref,
    member,
    price_derived,
    decimal_text(pack_content) AS pack_content
FROM purchase
-- told beforehand, the end also spares the columns of all later rows
WHERE row_no <= $last
ORDER BY row_no
