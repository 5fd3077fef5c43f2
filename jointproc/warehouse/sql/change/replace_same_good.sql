DELETE FROM same_good;
INSERT INTO same_good
SELECT
    good_id,
    into_id,
    factor,
    how,
    confidence
FROM incoming_same;
