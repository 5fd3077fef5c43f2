DELETE FROM issue WHERE dataset_id = $dataset_id;
