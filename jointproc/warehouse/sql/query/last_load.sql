-- The load that can be undone, and what undoing it would do.
SELECT
    l.dataset_id,
    l.name,
    l.mode,
    l.loaded_at,
    l.loaded_by,
    coalesce((SELECT d.rows_accepted FROM dataset AS d WHERE d.dataset_id = l.dataset_id), 0) AS rows_n,
    (SELECT CAST(count(*) AS INTEGER) FROM displaced_purchase) AS displaced_rows_n,
    CAST((SELECT coalesce(sum(p.amount_idr), 0) FROM displaced_purchase AS p) AS VARCHAR) AS displaced_amount_text,
    (SELECT to_json(coalesce(list(d.name ORDER BY d.load_no), [])) FROM displaced_dataset AS d) AS displaced_names
FROM last_load AS l;
