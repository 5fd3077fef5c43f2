SELECT
    c.region AS text,
    count(*) AS rows_n
FROM issue AS i
INNER JOIN cell AS c ON i.row_no = c.row_no
WHERE i.rule IN ('region_unknown', 'region_ambiguous', 'region_not_a_region', 'region_refused')
GROUP BY c.region
ORDER BY count(*) DESC, min(i.row_no)
