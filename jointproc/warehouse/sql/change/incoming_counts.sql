-- Lines and money of a load, and of the part of it that stands already.
SELECT
    CAST(count(*) AS INTEGER) AS lines_n,
    CAST(coalesce(sum(i.amount_idr), 0) AS VARCHAR) AS amount_text,
    CAST(count(l.row_no) AS INTEGER) AS standing_n,
    CAST(coalesce(sum(i.amount_idr) FILTER (WHERE l.row_no IS NOT NULL), 0) AS VARCHAR) AS standing_amount_text
FROM incoming AS i
LEFT JOIN left_line AS l ON i.row_no = l.row_no;
