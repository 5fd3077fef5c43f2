-- The lines and goods of a load before they are stored; seen by this load alone. Written out on purpose: DuckDB 2.0.0
-- loses the rows of a large INSERT into a table that the same transaction made with CREATE TABLE AS and no rows.
CREATE OR REPLACE TEMP TABLE incoming (
    dataset_id VARCHAR,
    line_no INTEGER,
    region_code VARCHAR,
    buyer VARCHAR,
    stage VARCHAR,
    fiscal_year INTEGER,
    date DATE,
    text VARCHAR,
    spec VARCHAR,
    product_code VARCHAR,
    account_code VARCHAR,
    catalogue VARCHAR,
    family VARCHAR,
    quantity DECIMAL(18, 4),
    unit VARCHAR,
    base_quantity DECIMAL(22, 4),
    base_unit VARCHAR,
    unit_price_idr DECIMAL(18, 2),
    shipping_idr DECIMAL(18, 2),
    amount_idr DECIMAL(18, 2),
    vendor VARCHAR,
    vendor_region_code VARCHAR,
    method VARCHAR,
    baseline_kind VARCHAR,
    source_ref VARCHAR,
    row_no INTEGER,
    member VARCHAR,
    price_derived BOOLEAN,
    pack_content DECIMAL(18, 6),
    good_id VARCHAR,
    how VARCHAR,
    confidence DOUBLE
);
CREATE OR REPLACE TEMP TABLE incoming_good (
    good_id VARCHAR,
    name VARCHAR,
    family VARCHAR,
    base_unit VARCHAR,
    comparable BOOLEAN,
    attributes VARCHAR
);
CREATE OR REPLACE TEMP TABLE left_line (row_no INTEGER, member VARCHAR, line_no INTEGER);
