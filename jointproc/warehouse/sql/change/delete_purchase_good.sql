DELETE FROM purchase_good WHERE dataset_id = $dataset_id;
