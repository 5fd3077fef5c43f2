-- A row without a usable total is left out, unless quantity and price give one.
INSERT INTO issue
SELECT
    row_no,
    'amount',
    CASE WHEN can_work_out THEN 'amount_senseless' ELSE 'amount_missing' END,
    'reject',
    NULL,
    NULL,
    NULL
FROM line
WHERE
    amount_problem = 'empty'
    AND (NOT can_work_out OR amount_idr IS NULL OR amount_idr < 0 OR amount_idr >= 1e15)
    AND row_no NOT IN (SELECT i.row_no FROM issue AS i WHERE i.severity = 'reject')
