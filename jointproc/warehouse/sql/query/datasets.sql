SELECT
    dataset_id,
    name,
    source_kind,
    preset,
    preset_version,
    file_name,
    sha256,
    size_bytes,
    rows_read,
    rows_accepted,
    rows_rejected,
    amount_idr,
    CAST(amount_idr AS VARCHAR) AS amount_text,
    fiscal_years,
    mapping,
    loaded_at,
    loaded_by,
    state
FROM dataset
ORDER BY loaded_at, dataset_id;
