-- What the matcher says of pairs of goods.
SELECT
    left_id,
    right_id,
    verdict,
    confidence,
    same_probability,
    factor
FROM good_pair
ORDER BY same_probability DESC, left_id ASC, right_id ASC;
