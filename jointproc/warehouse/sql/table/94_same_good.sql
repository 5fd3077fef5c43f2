-- Goods that count as another, earlier one: `how` is matched or person. One unit of it is worth `factor` units of that.
CREATE TABLE IF NOT EXISTS same_good (
    good_id VARCHAR PRIMARY KEY,
    into_id VARCHAR NOT NULL,
    factor DOUBLE NOT NULL,
    how VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
