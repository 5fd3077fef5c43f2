-- Every issue with the cell it speaks of and, where several members of an archive are read together, the member.
SELECT
    coalesce(c.line_no, m.line_no) AS line_no,
    i.canonical,
    coalesce(
        i.value,
        CASE i.canonical
            WHEN 'region' THEN c.region
            WHEN 'quantity' THEN c.quantity
            WHEN 'unit_price' THEN c.unit_price
            WHEN 'shipping' THEN c.shipping
            WHEN 'amount' THEN c.amount
            WHEN 'date' THEN c.date
            WHEN 'fiscal_year' THEN c.fiscal_year
            WHEN 'currency' THEN c.currency
            WHEN 'status' THEN c.status
            WHEN 'deleted' THEN c.deleted
            WHEN 'active' THEN c.active
            WHEN 'stage' THEN c.stage
            WHEN 'baseline_kind' THEN c.baseline_kind
            WHEN 'source_ref' THEN c.source_ref
            WHEN 'text' THEN c.text
        END
    ) AS value,
    i.rule,
    i.severity,
    i.a,
    i.b,
    CASE WHEN $several THEN p.member END AS member
FROM issue AS i
LEFT JOIN cell AS c ON i.row_no = c.row_no
LEFT JOIN misaligned AS m ON i.row_no = m.row_no
LEFT JOIN part AS p ON coalesce(c.part, m.part) = p.part
ORDER BY coalesce(c.part, m.part), coalesce(c.line_no, m.line_no), i.severity, i.rule
