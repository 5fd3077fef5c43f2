SELECT
    'stage' AS canonical,
    stage AS text,
    min(row_no) AS row_no
FROM cell
WHERE stage IS NOT NULL
GROUP BY ALL
UNION ALL
SELECT
    'baseline_kind' AS canonical,
    baseline_kind AS text,
    min(row_no) AS row_no
FROM cell
WHERE baseline_kind IS NOT NULL
GROUP BY ALL
ORDER BY row_no
