INSERT INTO issue
SELECT
    $dataset_id,
    CAST(line_no AS INTEGER),
    column_name,
    value,
    rule,
    severity,
    message,
    message_template,
    message_params
FROM incoming_issue
ORDER BY line_no, column_name;
