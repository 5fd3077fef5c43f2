-- Pairs of goods that may be the same, both bought in scope: what the matcher says, and what hangs on the answer.
WITH side AS (
    SELECT
        wording_id,
        list(DISTINCT region_code ORDER BY region_code) AS regions,
        CAST(count(*) AS INTEGER) AS lines_n,
        sum(amount_idr) AS amount_idr
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    GROUP BY wording_id
)

SELECT
    p.left_id,
    p.right_id,
    p.verdict,
    p.confidence,
    p.same_probability,
    p.factor,
    a.name AS left_name,
    b.name AS right_name,
    a.family AS left_family,
    b.family AS right_family,
    a.base_unit AS left_unit,
    b.base_unit AS right_unit,
    a.attributes AS left_attributes,
    b.attributes AS right_attributes,
    l.regions AS left_regions,
    r.regions AS right_regions,
    l.amount_idr AS left_amount_idr,
    r.amount_idr AS right_amount_idr,
    coalesce(s.into_id, p.left_id) = coalesce(t.into_id, p.right_id) AS joined
FROM good_pair AS p
INNER JOIN side AS l ON p.left_id = l.wording_id
INNER JOIN side AS r ON p.right_id = r.wording_id
INNER JOIN good AS a ON p.left_id = a.good_id
INNER JOIN good AS b ON p.right_id = b.good_id
LEFT JOIN same_good AS s ON p.left_id = s.good_id
LEFT JOIN same_good AS t ON p.right_id = t.good_id
ORDER BY p.left_id, p.right_id;
