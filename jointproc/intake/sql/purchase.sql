-- The accepted rows.
CREATE VIEW purchase AS
SELECT
    l.row_no,
    l.part,
    p.member,
    l.line_no,
    l.region_code,
    plain(c.buyer) AS buyer,
    l.stage,
    l.fiscal_year,
    l.date,
    CASE
        WHEN g.text_template IS NOT NULL
            THEN replace(
                replace(g.text_template, '{catalogue}', coalesce(plain(c.catalogue), '–')),
                '{product}', coalesce(plain(c.product), '–')
            )
        ELSE coalesce(plain(mt.masked), plain(c.text), replace(g.text_fallback, '{source_ref}', plain(c.source_ref)))
    END AS text,
    coalesce(plain(ms.masked), plain(c.spec)) AS spec,
    g.product_prefix || plain(c.product) AS product_code,
    CASE
        WHEN c.account_code IS NOT NULL
            THEN nullif(
                regexp_extract(
                    c.account_code, '(?:^|[^0-9])(5\.[1-4]\.[0-9]{2}(?:\.[0-9]{2,4}){1,3})(?:[^0-9]|$)', 1
                ),
                ''
            )
    END AS account_code,
    CASE WHEN c.kbki IS NOT NULL THEN regexp_replace(c.kbki, '[^0-9]', '', 'g') END AS kbki,
    plain(c.catalogue) AS catalogue,
    l.quantity,
    l.unit,
    l.base_quantity,
    CASE WHEN l.base_quantity IS NOT NULL THEN l.base_unit END AS base_unit,
    l.pack_content,
    l.unit_price_idr,
    l.shipping_idr,
    l.amount_idr,
    l.has_fraction AND NOT l.may_differ AS price_derived,
    plain(c.vendor) AS vendor,
    coalesce(plain(c.method), g.method) AS method,
    l.baseline_kind,
    plain(c.source_ref) AS source_ref
FROM line AS l
INNER JOIN cell AS c ON l.row_no = c.row_no
CROSS JOIN given AS g
LEFT JOIN part AS p ON l.part = p.part
LEFT JOIN masked_text AS mt ON c.text = mt.text
LEFT JOIN masked_text AS ms ON c.spec = ms.text
WHERE l.row_no NOT IN (SELECT o.row_no FROM left_out AS o)
