-- What the last load displaced comes back as it was.
DELETE FROM dataset
WHERE dataset_id IN (SELECT d.dataset_id FROM displaced_dataset AS d WHERE NOT d.whole);
INSERT INTO dataset SELECT * EXCLUDE (whole) FROM displaced_dataset;
INSERT INTO purchase SELECT * FROM displaced_purchase;
INSERT INTO purchase_good SELECT * FROM displaced_purchase_good;
INSERT INTO issue SELECT * FROM displaced_issue;
INSERT INTO good
SELECT w.*
FROM displaced_good AS w
WHERE
    EXISTS (SELECT 1 FROM purchase_good AS p WHERE p.good_id = w.good_id)
    AND NOT EXISTS (SELECT 1 FROM good AS g WHERE g.good_id = w.good_id);
