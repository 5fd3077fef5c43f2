INSERT INTO good_pair
SELECT
    left_id,
    right_id,
    verdict,
    confidence,
    same_probability,
    factor
FROM incoming_pair;
