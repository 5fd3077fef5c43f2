-- Only a unit whose content varies (dus, kotak, pak) asks the texts how much is in it: its own (dus/50), then the
-- goods', then that of the specification.
SELECT DISTINCT
    c.unit AS unit_text,
    pack_text(c.text, c.spec) AS goods_text
FROM cell AS c
INNER JOIN unit_answer AS u ON c.unit = u.text
WHERE
    u.factor IS NULL AND u.comparable
    AND (regexp_matches(c.unit, '[0-9]') OR regexp_matches(pack_text(c.text, c.spec), '[0-9]'))
