-- A good nobody buys any more is forgotten with its last line.
DELETE FROM good WHERE good_id NOT IN (SELECT good_id FROM purchase_good);
