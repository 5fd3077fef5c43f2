DELETE FROM purchase WHERE dataset_id = $dataset_id;
