-- What gives way, by dataset.
SELECT
    l.dataset_id,
    any_value(d.name) AS name,
    any_value(d.rows_accepted) AS rows_n,
    CAST(count(*) AS INTEGER) AS replaced_n,
    CAST(sum(l.amount_idr) AS VARCHAR) AS replaced_amount_text,
    count(*) = any_value(d.rows_accepted) AS whole,
    list_sort(list(DISTINCT l.region_code)) AS region_codes,
    list_sort(list(DISTINCT l.fiscal_year)) AS fiscal_years
FROM leaving AS l
INNER JOIN dataset AS d ON l.dataset_id = d.dataset_id
GROUP BY l.dataset_id
ORDER BY min(d.load_no), l.dataset_id;
