SELECT min(row_no)
FROM cell
WHERE
    CASE $canonical
        WHEN 'quantity' THEN quantity
        WHEN 'unit_price' THEN unit_price
        WHEN 'shipping' THEN shipping
        ELSE amount
    END = $example
