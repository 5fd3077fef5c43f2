-- Schema 1 → 2: where a line stands in its file, how a file was loaded, and what its load left out.
ALTER TABLE purchase ADD COLUMN row_no INTEGER;
ALTER TABLE purchase ADD COLUMN member VARCHAR;
ALTER TABLE purchase ADD COLUMN price_derived BOOLEAN;
ALTER TABLE purchase ADD COLUMN pack_content DECIMAL(18, 6);
UPDATE purchase SET row_no = line_no, price_derived = false;
ALTER TABLE purchase_good ADD COLUMN row_no INTEGER;
UPDATE purchase_good SET row_no = line_no;
ALTER TABLE dataset ADD COLUMN mode VARCHAR DEFAULT 'append';
ALTER TABLE dataset ADD COLUMN load_no BIGINT DEFAULT 0;
ALTER TABLE dataset ADD COLUMN asked VARCHAR DEFAULT '';
ALTER TABLE dataset ADD COLUMN rows_left_out INTEGER DEFAULT 0;
ALTER TABLE dataset ADD COLUMN left_out VARCHAR DEFAULT '[]';
