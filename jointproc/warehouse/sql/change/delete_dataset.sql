DELETE FROM dataset WHERE dataset_id = $dataset_id;
