SELECT
    line_no,
    column_name,
    value,
    rule,
    severity,
    message,
    message_template,
    message_params
FROM issue
WHERE dataset_id = $dataset_id
ORDER BY line_no, column_name;
