-- Kept files that belong to nothing any more.
SELECT DISTINCT g.sha256
FROM gone AS g
WHERE
    NOT EXISTS (SELECT 1 FROM dataset AS d WHERE d.sha256 = g.sha256)
    AND NOT EXISTS (SELECT 1 FROM displaced_dataset AS d WHERE d.sha256 = g.sha256);
