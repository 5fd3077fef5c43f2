-- The displaced lines of one dataset that stays in part.
INSERT INTO left_line
SELECT
    l.row_no,
    coalesce(l.member, ''),
    l.line_no
FROM leaving AS l
WHERE l.dataset_id = $dataset_id;
