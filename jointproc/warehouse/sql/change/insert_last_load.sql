INSERT INTO last_load
SELECT
    dataset_id,
    name,
    sha256,
    mode,
    loaded_at,
    loaded_by
FROM dataset
WHERE dataset_id = $dataset_id;
