-- One uploaded file and everything known about it: `asked` is how a person had it read (JSON), `left_out` the accepted
-- lines of the file that do not stand in the warehouse, as runs of lines (JSON: member, first line, last line).
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
    state VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    load_no BIGINT NOT NULL,
    asked VARCHAR NOT NULL,
    rows_left_out INTEGER NOT NULL,
    left_out VARCHAR NOT NULL
);
