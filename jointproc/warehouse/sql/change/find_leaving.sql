-- Stored lines that give way: whole datasets that are named, and the lines of the same source for the same regions,
-- years and stages as the incoming ones.
CREATE OR REPLACE TEMP TABLE leaving AS
SELECT
    p.dataset_id,
    p.row_no,
    p.member,
    p.line_no,
    p.region_code,
    p.fiscal_year,
    p.amount_idr
FROM purchase AS p
INNER JOIN dataset AS d ON p.dataset_id = d.dataset_id
WHERE
    list_contains($dataset_ids, p.dataset_id)
    OR (
        $same_source
        AND d.preset = $preset
        AND d.source_kind = $source_kind
        AND EXISTS (
            SELECT 1
            FROM incoming AS i
            WHERE i.region_code = p.region_code AND i.fiscal_year = p.fiscal_year AND i.stage = p.stage
        )
    );
