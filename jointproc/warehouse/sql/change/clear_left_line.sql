DELETE FROM left_line;
