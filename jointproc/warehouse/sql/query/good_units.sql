-- The base unit of every good, for papers that name volumes.
SELECT
    good_id,
    base_unit
FROM good
ORDER BY good_id ASC;
