-- The very same row again may be a file pasted twice; it counts, but the officer is told.
INSERT INTO issue
WITH likely AS (
    SELECT hash(text, amount, source_ref) AS sign
    FROM cell
    GROUP BY sign
    HAVING count(*) > 1
),

signed AS (
    SELECT
        row_no,
        hash(*COLUMNS(* EXCLUDE (row_no, part, line_no))) AS sign
    FROM cell
    WHERE hash(text, amount, source_ref) IN (SELECT l.sign FROM likely AS l)
),

again AS (
    SELECT
        sign,
        min(row_no) AS first_row
    FROM signed
    GROUP BY sign
    HAVING count(*) > 1
)

SELECT
    s.row_no,
    'source_ref',
    'row_repeated',
    'warn',
    NULL,
    NULL,
    NULL
FROM signed AS s
INNER JOIN again AS a ON s.sign = a.sign
WHERE s.row_no <> a.first_row AND s.row_no NOT IN (SELECT o.row_no FROM left_out AS o)
