-- Stored by good and region, so that the lines that are compared lie together.
INSERT INTO purchase
SELECT * EXCLUDE (good_id, how, confidence)
FROM incoming
ORDER BY good_id, region_code, row_no;
INSERT INTO purchase_good
SELECT
    dataset_id,
    line_no,
    good_id,
    how,
    confidence,
    row_no
FROM incoming
ORDER BY good_id, row_no;
