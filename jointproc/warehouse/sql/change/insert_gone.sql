INSERT INTO gone SELECT d.sha256 FROM dataset AS d WHERE d.dataset_id = $dataset_id;
