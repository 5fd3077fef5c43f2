-- The same order sent again: it counts once.
INSERT INTO issue
WITH orders AS (
    SELECT
        l.row_no,
        row_number() OVER same_one AS nth,
        first_value(l.line_no) OVER same_one AS first_line
    FROM line AS l
    INNER JOIN cell AS c ON l.row_no = c.row_no
    WHERE
        c.source_ref IS NOT NULL AND l.amount_idr IS NOT NULL
        AND l.row_no NOT IN (SELECT i.row_no FROM issue AS i WHERE i.severity = 'reject')
    WINDOW same_one AS (PARTITION BY l.region_code, c.source_ref, l.amount_idr ORDER BY l.row_no)
)

SELECT
    row_no,
    'source_ref',
    'order_repeated',
    'reject',
    NULL,
    first_line::VARCHAR,
    NULL
FROM orders
WHERE nth > 1
