INSERT INTO purchase_good
SELECT
    $dataset_id,
    CAST(line_no AS INTEGER),
    good_id,
    how,
    CAST(confidence AS DOUBLE)
FROM incoming_link
ORDER BY good_id, line_no;
