-- One uploaded file and everything known about it.
CREATE TABLE IF NOT EXISTS dataset (
    dataset_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    source_kind VARCHAR NOT NULL,
    preset VARCHAR NOT NULL,
    preset_version VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    amount_idr DECIMAL(20, 2) NOT NULL,
    fiscal_years VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    loaded_by VARCHAR NOT NULL,
    state VARCHAR NOT NULL
);
