-- What was displaced can't come back any more.
INSERT INTO gone SELECT d.sha256 FROM displaced_dataset AS d WHERE d.whole;
DELETE FROM displaced_dataset;
DELETE FROM displaced_purchase;
DELETE FROM displaced_purchase_good;
DELETE FROM displaced_issue;
DELETE FROM displaced_good;
DELETE FROM last_load;
