-- For each line of one good: how many lines of any good were selected with it (one source or day, one buyer).
WITH every AS (
    SELECT
        dataset_id,
        row_no,
        good_id,
        region_code,
        coalesce(buyer, '') AS buyer,
        coalesce(source_ref, CAST(date AS VARCHAR), '') AS selection
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    WHERE region_code IS NOT NULL
),

own AS (
    SELECT * FROM every
    WHERE good_id = $good_id
),

wanted AS (
    SELECT DISTINCT
        region_code,
        buyer,
        selection
    FROM own
),

sized AS (
    SELECT
        e.region_code,
        e.buyer,
        e.selection,
        count(*) AS lines_n
    FROM every AS e
    INNER JOIN wanted AS w ON e.region_code = w.region_code AND e.buyer = w.buyer AND e.selection = w.selection
    GROUP BY e.region_code, e.buyer, e.selection
)

SELECT
    o.dataset_id,
    o.row_no,
    s.lines_n
FROM own AS o
INNER JOIN sized AS s ON o.region_code = s.region_code AND o.buyer = s.buyer AND o.selection = s.selection;
