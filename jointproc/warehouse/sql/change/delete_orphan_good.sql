-- A good nobody buys any more leaves with its last line; where a displaced line may come back, it waits with it.
INSERT INTO displaced_good
SELECT g.*
FROM good AS g
WHERE
    NOT EXISTS (SELECT 1 FROM purchase_good AS p WHERE p.good_id = g.good_id)
    AND EXISTS (SELECT 1 FROM displaced_purchase_good AS d WHERE d.good_id = g.good_id)
    AND NOT EXISTS (SELECT 1 FROM displaced_good AS w WHERE w.good_id = g.good_id);
DELETE FROM good WHERE good_id NOT IN (SELECT p.good_id FROM purchase_good AS p);
DELETE FROM good_matched WHERE good_id NOT IN (SELECT g.good_id FROM good AS g);
DELETE FROM good_pair
WHERE left_id NOT IN (SELECT g.good_id FROM good AS g) OR right_id NOT IN (SELECT g.good_id FROM good AS g);
DELETE FROM same_good
WHERE good_id NOT IN (SELECT g.good_id FROM good AS g) OR into_id NOT IN (SELECT g.good_id FROM good AS g);
