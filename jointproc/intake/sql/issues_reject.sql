-- What leaves a row out, each with its reason.
INSERT INTO issue
SELECT
    row_no,
    cancelled_by,
    'row_cancelled',
    'reject',
    NULL,
    cancelled,
    NULL
FROM line
WHERE cancelled IS NOT NULL
UNION ALL
SELECT
    row_no,
    'region',
    region_rule,
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE region_code IS NULL
UNION ALL
SELECT
    row_no,
    'currency',
    'currency_foreign',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE is_foreign
UNION ALL
SELECT
    row_no,
    'quantity',
    quantity_problem,
    CASE WHEN $items THEN 'reject' ELSE 'warn' END,
    NULL,
    NULL,
    NULL
FROM line
WHERE quantity_problem <> 'empty'
UNION ALL
SELECT
    row_no,
    'unit_price',
    unit_price_problem,
    CASE WHEN $items THEN 'reject' ELSE 'warn' END,
    NULL,
    NULL,
    NULL
FROM line
WHERE unit_price_problem <> 'empty'
UNION ALL
SELECT
    row_no,
    'shipping',
    shipping_problem,
    'warn',
    NULL,
    NULL,
    NULL
FROM line
WHERE shipping_problem <> 'empty'
UNION ALL
SELECT
    row_no,
    'amount',
    amount_problem,
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE amount_problem <> 'empty'
UNION ALL
SELECT
    row_no,
    'quantity',
    'number_too_large',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE quantity_problem IS NULL AND (quantity IS NULL OR abs(quantity) >= 1e12)
UNION ALL
SELECT
    row_no,
    'unit_price',
    'number_too_large',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE unit_price_problem IS NULL AND (unit_price_idr IS NULL OR abs(unit_price_idr) >= 1e15)
UNION ALL
SELECT
    row_no,
    'shipping',
    'number_too_large',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE shipping_problem IS NULL AND (shipping_idr IS NULL OR abs(shipping_idr) >= 1e15)
UNION ALL
SELECT
    row_no,
    'amount',
    'number_too_large',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE amount_problem IS NULL AND (amount_given IS NULL OR abs(amount_given) >= 1e15)
UNION ALL
SELECT
    row_no,
    'quantity',
    'quantity_not_positive',
    'reject',
    NULL,
    decimal_text(quantity),
    NULL
FROM line
WHERE quantity_problem IS NULL AND quantity <= 0
UNION ALL
SELECT
    row_no,
    'amount',
    'amount_negative',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE amount_given < 0
UNION ALL
SELECT
    row_no,
    'fiscal_year',
    'year_missing',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE fiscal_year IS NULL OR fiscal_year NOT BETWEEN $first_year AND $last_year
UNION ALL
SELECT
    row_no,
    'text',
    'text_missing',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE NOT has_text
