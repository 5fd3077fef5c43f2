-- Every line of one good, with what is needed to find it again in its file.
SELECT
    l.*,
    d.name AS dataset,
    d.file_name
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages) AS l
INNER JOIN dataset AS d ON l.dataset_id = d.dataset_id
WHERE l.good_id = $good_id
ORDER BY l.region_code, l.date, l.line_no;
