-- Only a unit whose content varies (dus, kotak, pak) asks the texts how much is in it: its own (dus/50), then the
-- goods', then that of the specification.
WITH texts AS MATERIALIZED (
    SELECT DISTINCT
        c.unit AS unit_text,
        pack_text(c.text, c.spec) AS goods_text
    FROM cell AS c
    INNER JOIN unit_answer AS u ON c.unit = u.text
    WHERE u.factor IS NULL AND u.comparable
)

SELECT
    unit_text,
    goods_text
FROM texts
WHERE regexp_matches(unit_text, '[0-9]') OR regexp_matches(goods_text, '[0-9]')
