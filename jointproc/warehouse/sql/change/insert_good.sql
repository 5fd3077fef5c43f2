-- Goods keep the name and family they got first: an id must mean the same thing as data is added.
INSERT INTO good
SELECT i.*
FROM incoming_good AS i
WHERE
    NOT EXISTS (SELECT 1 FROM good AS g WHERE g.good_id = i.good_id)
    AND EXISTS (SELECT 1 FROM incoming AS n WHERE n.good_id = i.good_id);
