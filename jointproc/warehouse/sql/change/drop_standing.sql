DELETE FROM incoming WHERE row_no IN (SELECT l.row_no FROM left_line AS l);
