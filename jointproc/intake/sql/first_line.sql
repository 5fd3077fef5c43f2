-- A row to hang on what concerns the whole file: the first one read, or where none could be, the first there is.
SELECT
    coalesce(
        (SELECT min(c.row_no) FROM cell AS c), (SELECT arg_min(m.row_no, (m.part, m.line_no)) FROM misaligned AS m)
    )
