-- Goods that count as another one.
SELECT
    good_id,
    into_id,
    factor,
    how,
    confidence
FROM same_good
ORDER BY into_id, good_id;
