-- One row: the schema this file was made for and a counter that grows with every change (the cache key).
CREATE TABLE IF NOT EXISTS state (
    schema_version INTEGER NOT NULL,
    version BIGINT NOT NULL
);
