-- What only the file as a whole shows.
INSERT INTO issue
WITH sums AS (
    SELECT
        sum(amount_idr) AS amount_idr,
        count(*) AS rows_n,
        count(*) FILTER (WHERE has_fraction AND NOT may_differ AND amount_given IS NOT NULL) AS derived_n
    FROM line
    WHERE row_no NOT IN (SELECT o.row_no FROM left_out AS o)
),

told AS (
    SELECT
        row_no,
        amount_given
    FROM line
    WHERE is_total AND amount_given IS NOT NULL
    ORDER BY row_no DESC
    LIMIT 1
)

SELECT
    t.row_no,
    'amount',
    'total_differs',
    'warn',
    NULL,
    decimal_text(t.amount_given),
    decimal_text(s.amount_idr)
FROM told AS t
CROSS JOIN sums AS s
WHERE abs(t.amount_given - s.amount_idr) > 1
UNION ALL
SELECT
    (SELECT min(row_no) FROM line),
    'unit_price',
    'price_computed',
    'warn',
    '',
    s.derived_n::VARCHAR,
    s.rows_n::VARCHAR
FROM sums AS s
WHERE s.derived_n >= 5 AND s.derived_n >= 0.1 * s.rows_n
