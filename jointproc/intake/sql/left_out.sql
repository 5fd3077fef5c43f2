CREATE TABLE left_out AS
SELECT DISTINCT row_no FROM issue WHERE severity = 'reject'
