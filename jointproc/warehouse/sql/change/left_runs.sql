-- The lines in `left_line` as runs between lines of the same dataset that stay.
WITH line AS (
    SELECT
        coalesce(member, '') AS member,
        line_no,
        false AS is_left
    FROM purchase
    WHERE dataset_id = $dataset_id
    UNION ALL
    SELECT
        member,
        line_no,
        true AS is_left
    FROM left_line
),

numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY member ORDER BY line_no)
        - row_number() OVER (PARTITION BY member, is_left ORDER BY line_no) AS run
    FROM line
)

SELECT
    member,
    min(line_no) AS first_line,
    max(line_no) AS last_line
FROM numbered
WHERE is_left
GROUP BY member, run
ORDER BY member, first_line;
