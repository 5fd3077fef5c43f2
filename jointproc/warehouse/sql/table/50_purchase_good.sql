-- Which good a purchase is, how we know (code, exact, matched, person) and how sure we are (0 to 1).
CREATE TABLE IF NOT EXISTS purchase_good (
    dataset_id VARCHAR NOT NULL,
    line_no INTEGER NOT NULL,
    good_id VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    row_no INTEGER NOT NULL
);
