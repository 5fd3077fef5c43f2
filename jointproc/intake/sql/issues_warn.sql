-- What is accepted but doubtful.
INSERT INTO issue
WITH kept AS (
    SELECT * FROM line WHERE row_no NOT IN (SELECT o.row_no FROM left_out AS o)
)

SELECT
    row_no,
    'amount',
    'amount_computed',
    'warn',
    NULL,
    NULL,
    NULL
FROM kept
WHERE amount_problem = 'empty' AND $has_amount
UNION ALL
SELECT
    row_no,
    'amount',
    'amount_mismatch',
    'warn',
    NULL,
    decimal_text(worked_out(quantity, unit_price_idr, shipping_idr)),
    decimal_text(amount_given)
FROM kept
WHERE may_differ AND abs(worked_out(quantity, unit_price_idr, shipping_idr) - amount_given) > 1
UNION ALL
SELECT
    row_no,
    'shipping',
    'shipping_negative',
    'warn',
    NULL,
    NULL,
    NULL
FROM kept
WHERE shipping_idr < 0
UNION ALL
SELECT
    row_no,
    'date',
    date_problem,
    'warn',
    NULL,
    NULL,
    NULL
FROM kept
WHERE date_problem IS NOT NULL
UNION ALL
SELECT
    min(row_no),
    'date',
    'fiscal_year_differs',
    'warn',
    NULL,
    strftime(arg_min(date, row_no), '%Y-%m-%d'),
    fiscal_year::VARCHAR
FROM kept
WHERE abs(year(date) - fiscal_year) > 1
GROUP BY fiscal_year
