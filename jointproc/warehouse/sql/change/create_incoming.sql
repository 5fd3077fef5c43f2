-- The lines and goods of a load before they are stored; seen by this load alone.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    p.*,
    CAST(NULL AS VARCHAR) AS good_id,
    CAST(NULL AS VARCHAR) AS how,
    CAST(NULL AS DOUBLE) AS confidence
FROM purchase AS p
WHERE FALSE;
CREATE OR REPLACE TEMP TABLE incoming_good AS SELECT * FROM good WHERE FALSE;
CREATE OR REPLACE TEMP TABLE left_line (row_no INTEGER, member VARCHAR, line_no INTEGER);
