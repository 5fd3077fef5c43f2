-- Rows that are no purchase at all: one reason each, and nothing else is said of them.
INSERT INTO issue
SELECT
    row_no,
    'amount',
    'totals_row',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE is_total
UNION ALL
SELECT
    row_no,
    'text',
    'header_repeated',
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE NOT is_total AND is_header AND amount_given IS NULL
UNION ALL
SELECT
    row_no,
    NULL,
    'row_misaligned',
    'reject',
    value,
    found_n::VARCHAR,
    expected_n::VARCHAR
FROM misaligned
