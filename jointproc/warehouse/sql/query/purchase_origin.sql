-- Where one stored line comes from: its file, its line there, and who had it read in which way.
SELECT
    p.dataset_id,
    p.row_no,
    p.line_no,
    p.member,
    d.name AS dataset,
    d.file_name,
    d.sha256,
    d.preset,
    d.preset_version,
    d.mode,
    d.loaded_at,
    d.loaded_by
FROM purchase AS p
INNER JOIN dataset AS d ON p.dataset_id = d.dataset_id
WHERE p.dataset_id = $dataset_id AND p.line_no = $line_no
ORDER BY p.row_no;
