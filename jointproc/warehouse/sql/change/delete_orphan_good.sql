-- A good nobody buys any more leaves with its last line; where a displaced line may come back, it waits with it.
INSERT INTO displaced_good
SELECT g.*
FROM good AS g
WHERE
    NOT EXISTS (SELECT 1 FROM purchase_good AS p WHERE p.good_id = g.good_id)
    AND EXISTS (SELECT 1 FROM displaced_purchase_good AS d WHERE d.good_id = g.good_id)
    AND NOT EXISTS (SELECT 1 FROM displaced_good AS w WHERE w.good_id = g.good_id);
DELETE FROM good WHERE good_id NOT IN (SELECT p.good_id FROM purchase_good AS p);
