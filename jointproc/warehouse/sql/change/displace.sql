-- The lines in `leaving` go aside, with everything that belongs to them.
INSERT INTO displaced_dataset
SELECT
    d.*,
    NOT EXISTS (
        SELECT 1
        FROM purchase AS p
        WHERE
            p.dataset_id = d.dataset_id
            AND NOT EXISTS (SELECT 1 FROM leaving AS l WHERE l.dataset_id = p.dataset_id AND l.row_no = p.row_no)
    )
FROM dataset AS d
WHERE d.dataset_id IN (SELECT l.dataset_id FROM leaving AS l);
INSERT INTO displaced_purchase
SELECT p.*
FROM purchase AS p
WHERE EXISTS (SELECT 1 FROM leaving AS l WHERE l.dataset_id = p.dataset_id AND l.row_no = p.row_no);
INSERT INTO displaced_purchase_good
SELECT p.*
FROM purchase_good AS p
WHERE EXISTS (SELECT 1 FROM leaving AS l WHERE l.dataset_id = p.dataset_id AND l.row_no = p.row_no);
INSERT INTO displaced_issue
SELECT i.*
FROM issue AS i
WHERE i.dataset_id IN (SELECT d.dataset_id FROM displaced_dataset AS d WHERE d.whole);
DELETE FROM purchase AS p
WHERE EXISTS (SELECT 1 FROM leaving AS l WHERE l.dataset_id = p.dataset_id AND l.row_no = p.row_no);
DELETE FROM purchase_good AS p
WHERE EXISTS (SELECT 1 FROM leaving AS l WHERE l.dataset_id = p.dataset_id AND l.row_no = p.row_no);
DELETE FROM issue
WHERE dataset_id IN (SELECT d.dataset_id FROM displaced_dataset AS d WHERE d.whole);
DELETE FROM dataset
WHERE dataset_id IN (SELECT d.dataset_id FROM displaced_dataset AS d WHERE d.whole);
