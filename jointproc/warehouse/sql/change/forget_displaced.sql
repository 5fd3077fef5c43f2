-- What is forgotten leaves the displaced lines too; without any of these there may be nothing left to undo.
DELETE FROM displaced_purchase WHERE dataset_id = $dataset_id;
DELETE FROM displaced_purchase_good WHERE dataset_id = $dataset_id;
DELETE FROM displaced_issue WHERE dataset_id = $dataset_id;
DELETE FROM displaced_dataset WHERE dataset_id = $dataset_id;
DELETE FROM last_load
WHERE dataset_id = $dataset_id AND NOT EXISTS (SELECT 1 FROM displaced_dataset);
