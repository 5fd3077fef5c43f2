DELETE FROM issue AS i
USING issue AS u
WHERE u.rule IN ('totals_row', 'header_repeated') AND i.rule <> u.rule AND i.row_no = u.row_no
