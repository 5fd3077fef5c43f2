-- A good met in several pieces of one file keeps the name it had first.
INSERT INTO incoming_good
SELECT
    i.good_id,
    i.name,
    i.family,
    i.base_unit,
    i.comparable,
    i.attributes
FROM piece_good AS i
WHERE NOT EXISTS (SELECT 1 FROM incoming_good AS g WHERE g.good_id = i.good_id);
