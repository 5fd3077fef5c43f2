-- Only a unit whose content varies (dus, kotak, pak) asks the goods text how much is in it.
SELECT DISTINCT
    c.unit AS unit_text,
    c.text AS goods_text
FROM cell AS c
INNER JOIN unit_answer AS u ON c.unit = u.text
WHERE u.factor IS NULL AND u.comparable AND c.text IS NOT NULL AND regexp_matches(c.text, '[0-9@]')
