-- What the last load displaced, whole, so that it can be put back; emptied by the next load.
CREATE TABLE IF NOT EXISTS displaced_dataset AS
SELECT
    *,
    false AS whole
FROM dataset
WHERE false;
CREATE TABLE IF NOT EXISTS displaced_purchase AS SELECT * FROM purchase WHERE false;
CREATE TABLE IF NOT EXISTS displaced_purchase_good AS SELECT * FROM purchase_good WHERE false;
CREATE TABLE IF NOT EXISTS displaced_issue AS SELECT * FROM issue WHERE false;
CREATE TABLE IF NOT EXISTS displaced_good AS SELECT * FROM good WHERE false;
