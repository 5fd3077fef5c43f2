-- What every good is called, and its family.
SELECT
    good_id,
    name AS good,
    family
FROM good;
