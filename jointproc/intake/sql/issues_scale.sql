-- Values a thousand times too small because a spreadsheet took their thousands dots for decimals.
INSERT INTO issue
SELECT
    c.row_no,
    b.canonical,
    'scale_broken',
    'reject',
    NULL,
    NULL,
    NULL
FROM cell AS c
INNER JOIN broken_number AS b
    ON
        (b.canonical = 'quantity' AND c.quantity = b.text)
        OR (b.canonical = 'unit_price' AND c.unit_price = b.text)
        OR (b.canonical = 'amount' AND c.amount = b.text)
