INSERT INTO dataset
SELECT
    $dataset_id,
    $name,
    $source_kind,
    $preset,
    $preset_version,
    $file_name,
    $sha256,
    CAST($size_bytes AS BIGINT),
    CAST($rows_read AS INTEGER),
    CAST($rows_accepted AS INTEGER),
    CAST($rows_rejected AS INTEGER),
    CAST($amount_idr AS DECIMAL(20, 2)),
    $fiscal_years,
    $mapping,
    CAST($loaded_at AS TIMESTAMP),
    $loaded_by,
    'loaded';
