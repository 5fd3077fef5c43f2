SELECT min(row_no) FROM cell
