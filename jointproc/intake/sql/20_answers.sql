-- What the distinct values of a file mean; made in Python, joined to the rows.
CREATE TABLE number_plan (
    canonical VARCHAR,
    shape VARCHAR,
    from_signs VARCHAR,
    to_signs VARCHAR,
    factor DECIMAL(13, 0),
    problem VARCHAR
);
CREATE TABLE region_answer (text VARCHAR, code VARCHAR, rule VARCHAR, is_total BOOLEAN);
CREATE TABLE unit_answer (
    text VARCHAR, name VARCHAR, base VARCHAR, factor DECIMAL(18, 6), comparable BOOLEAN
);
CREATE TABLE pack_answer (
    unit_text VARCHAR, goods_text VARCHAR, content DECIMAL(18, 6), base VARCHAR
);
CREATE TABLE volume_answer (
    text VARCHAR, quantity DECIMAL(18, 4), name VARCHAR, base VARCHAR, factor DECIMAL(18, 6), comparable BOOLEAN
);
CREATE TABLE date_answer (text VARCHAR, day DATE, problem VARCHAR);
CREATE TABLE date_seen (text VARCHAR, day DATE);
CREATE TABLE year_answer (text VARCHAR, year INTEGER);
CREATE TABLE word_answer (canonical VARCHAR, word VARCHAR, meaning VARCHAR);
CREATE TABLE masked_text (text VARCHAR, masked VARCHAR);
CREATE TABLE misaligned (
    row_no INTEGER, part INTEGER, line_no INTEGER, value VARCHAR, found_n INTEGER, expected_n INTEGER
);
-- `row_no` is the row's place in the whole reading; rows that were never read as cells have a negative one.
CREATE TABLE issue (
    row_no INTEGER,
    canonical VARCHAR,
    rule VARCHAR,
    severity VARCHAR,
    value VARCHAR,
    a VARCHAR,
    b VARCHAR
);
