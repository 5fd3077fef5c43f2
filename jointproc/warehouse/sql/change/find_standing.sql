-- Incoming lines that stand in the warehouse already: same region, number, text, quantity, amount and date.
INSERT INTO left_line
SELECT
    i.row_no,
    coalesce(i.member, ''),
    i.line_no
FROM incoming AS i
WHERE EXISTS (
    SELECT 1
    FROM purchase AS p
    WHERE
        p.region_code = i.region_code
        AND p.text = i.text
        AND p.amount_idr = i.amount_idr
        AND p.source_ref IS NOT DISTINCT FROM i.source_ref
        AND p.quantity IS NOT DISTINCT FROM i.quantity
        AND p.date IS NOT DISTINCT FROM i.date
);
