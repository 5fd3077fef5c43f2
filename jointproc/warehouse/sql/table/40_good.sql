-- What makes prices comparable: same thing, same functional specification, same base unit.
-- `comparable` is false where the unit (paket, ls, kegiatan, set) says nothing about the quantity bought.
CREATE TABLE IF NOT EXISTS good (
    good_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    base_unit VARCHAR,
    comparable BOOLEAN NOT NULL,
    attributes VARCHAR
);
