-- What was understood of every row read; texts stay in `cell`, at the same `row_no`.
CREATE TABLE line AS
WITH read AS (
    SELECT
        c.row_no,
        c.part,
        c.line_no,
        coalesce(ra.code, CASE WHEN c.region IS NULL THEN $region END) AS region_code,
        CASE WHEN c.region IS NOT NULL OR $region IS NULL THEN ra.rule END AS region_rule,
        CASE
            WHEN c.region IS NOT NULL THEN ra.is_total
            ELSE
                may_be_total(coalesce(c.text, c.buyer)) AND is_total_text(coalesce(c.text, c.buyer))
        END AS is_total,
        strlen(c.text) = strlen($text_header) AND lower(c.text) = lower($text_header) AS is_header,
        CASE
            WHEN $text_template IS NOT NULL THEN TRUE
            ELSE
                coalesce(c.text > '!' OR trim(c.text) <> '', FALSE)
                OR ($text_fallback IS NOT NULL AND c.source_ref IS NOT NULL)
        END AS has_text,
        coalesce(wr.meaning, wd.meaning, wa.meaning) AS cancelled,
        CASE
            WHEN wr.meaning IS NOT NULL THEN 'status' WHEN wd.meaning IS NOT NULL THEN 'deleted' ELSE 'active'
        END AS cancelled_by,
        coalesce(upper(plain(c.currency)) NOT IN ('IDR', 'RP', 'RUPIAH'), FALSE) AS is_foreign,
        coalesce(ws.meaning, $stage) AS stage,
        coalesce(wb.meaning, $baseline_kind) AS baseline_kind,
        da.day AS date,
        da.problem AS date_problem,
        ya.year AS year_given,
        coalesce(pq.problem, CASE WHEN c.quantity IS NULL THEN 'empty' END) AS quantity_problem,
        coalesce(pp.problem, CASE WHEN c.unit_price IS NULL THEN 'empty' END) AS unit_price_problem,
        coalesce(ps.problem, CASE WHEN c.shipping IS NULL THEN 'empty' END) AS shipping_problem,
        coalesce(pa.problem, CASE WHEN c.amount IS NULL THEN 'empty' END) AS amount_problem,
        CASE
            WHEN va.text IS NOT NULL THEN va.quantity
            WHEN $quantity_mixed
                THEN TRY_CAST(by_plan(c.quantity, pq.from_signs, pq.to_signs, pq.factor) AS decimal(18, 4))
            ELSE TRY_CAST(without_signs(c.quantity, $quantity_signs, $quantity_decimal) AS decimal(18, 4))
        END AS quantity,
        CASE
            WHEN
                $unit_price_mixed
                THEN TRY_CAST(by_plan(c.unit_price, pp.from_signs, pp.to_signs, pp.factor) AS decimal(18, 2))
            ELSE TRY_CAST(without_signs(c.unit_price, $unit_price_signs, $unit_price_decimal) AS decimal(18, 2))
        END AS unit_price_idr,
        CASE
            WHEN
                $shipping_mixed
                THEN TRY_CAST(by_plan(c.shipping, ps.from_signs, ps.to_signs, ps.factor) AS decimal(18, 2))
            ELSE TRY_CAST(without_signs(c.shipping, $shipping_signs, $shipping_decimal) AS decimal(18, 2))
        END AS shipping_idr,
        CASE
            WHEN $amount_mixed THEN TRY_CAST(by_plan(c.amount, pa.from_signs, pa.to_signs, pa.factor) AS decimal(18, 2))
            ELSE TRY_CAST(without_signs(c.amount, $amount_signs, $amount_decimal) AS decimal(18, 2))
        END AS amount_given,
        coalesce(va.name, ua.name) AS unit,
        coalesce(va.base, ua.base, pk.base) AS base_unit,
        coalesce(va.factor, ua.factor, pk.content) AS base_factor,
        pk.content AS pack_content
    FROM cell AS c
    LEFT JOIN region_answer AS ra ON c.region IS NOT DISTINCT FROM ra.text
    LEFT JOIN date_answer AS da ON c.date = da.text
    LEFT JOIN year_answer AS ya ON c.fiscal_year = ya.text
    LEFT JOIN number_plan AS pq
        ON pq.canonical = 'quantity' AND pq.shape = CASE WHEN $quantity_mixed THEN number_shape(c.quantity) END
    LEFT JOIN number_plan AS pp
        ON pp.canonical = 'unit_price' AND pp.shape = CASE WHEN $unit_price_mixed THEN number_shape(c.unit_price) END
    LEFT JOIN number_plan AS ps
        ON ps.canonical = 'shipping' AND ps.shape = CASE WHEN $shipping_mixed THEN number_shape(c.shipping) END
    LEFT JOIN number_plan AS pa
        ON pa.canonical = 'amount' AND pa.shape = CASE WHEN $amount_mixed THEN number_shape(c.amount) END
    LEFT JOIN volume_answer AS va ON c.volume = va.text
    LEFT JOIN unit_answer AS ua ON c.unit = ua.text
    LEFT JOIN pack_answer AS pk
        ON
            c.unit = pk.unit_text
            AND pk.goods_text = CASE WHEN ua.factor IS NULL AND ua.comparable THEN pack_text(c.text, c.spec) END
    LEFT JOIN word_answer AS ws ON ws.canonical = 'stage' AND ws.word = lower(plain(c.stage))
    LEFT JOIN word_answer AS wb ON wb.canonical = 'baseline_kind' AND wb.word = lower(plain(c.baseline_kind))
    LEFT JOIN word_answer AS wr ON wr.canonical = 'status' AND wr.word = lower(plain(c.status))
    LEFT JOIN word_answer AS wd ON wd.canonical = 'deleted' AND wd.word = lower(plain(c.deleted))
    LEFT JOIN word_answer AS wa ON wa.canonical = 'active' AND wa.word = lower(plain(c.active))
)

SELECT
    * EXCLUDE (year_given, base_factor),
    coalesce(year_given, $year, year(date)) AS fiscal_year,
    CASE WHEN base_factor = 1 THEN quantity ELSE CAST(quantity * base_factor AS decimal(22, 4)) END AS base_quantity,
    quantity IS NOT NULL AND unit_price_idr IS NOT NULL AS can_work_out,
    CASE
        WHEN amount_given IS NOT NULL THEN amount_given
        WHEN
            amount_problem = 'empty' AND quantity IS NOT NULL AND unit_price_idr IS NOT NULL
            THEN TRY_CAST(worked_out(quantity, unit_price_idr, shipping_idr) AS decimal(18, 2))
    END AS amount_idr,
    -- floats only point out the candidates; the verdict is exact
    coalesce(
        abs(
            cast(quantity AS double) * cast(unit_price_idr AS double)
            + cast(coalesce(shipping_idr, 0) AS double)
            - cast(amount_given AS double)
        )
        > 0.5,
        FALSE
    ) AS may_differ,
    coalesce(unit_price_idr <> round(unit_price_idr, 0) AND quantity > 1, FALSE) AS has_fraction
FROM read
