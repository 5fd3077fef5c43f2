-- The load that can be undone: one row, or none.
CREATE TABLE IF NOT EXISTS last_load (
    dataset_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    loaded_by VARCHAR NOT NULL
);
