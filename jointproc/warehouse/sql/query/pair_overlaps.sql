-- For each pair of neighbours in `region_pair`: goods both buy, money on them, and the part of that money
-- spent in months in which both bought the good.
WITH spend AS (
    SELECT
        good_id,
        region_code,
        sum(amount_idr) AS amount_idr
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    GROUP BY good_id, region_code
),

monthly AS (
    SELECT
        good_id,
        region_code,
        date_trunc('month', date) AS month,
        sum(amount_idr) AS amount_idr
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    WHERE date IS NOT NULL
    GROUP BY good_id, region_code, date_trunc('month', date)
),

shared AS (
    SELECT
        r.code_a,
        r.code_b,
        CAST(count(*) AS INTEGER) AS shared_goods_n,
        sum(a.amount_idr) AS amount_a_idr,
        sum(b.amount_idr) AS amount_b_idr
    FROM region_pair AS r
    INNER JOIN spend AS a ON r.code_a = a.region_code
    INNER JOIN spend AS b ON r.code_b = b.region_code AND a.good_id = b.good_id
    GROUP BY r.code_a, r.code_b
),

together AS (
    SELECT
        r.code_a,
        r.code_b,
        sum(a.amount_idr) + sum(b.amount_idr) AS same_period_idr
    FROM region_pair AS r
    INNER JOIN monthly AS a ON r.code_a = a.region_code
    INNER JOIN monthly AS b ON r.code_b = b.region_code AND a.good_id = b.good_id AND a.month = b.month
    GROUP BY r.code_a, r.code_b
)

SELECT
    r.code_a,
    r.code_b,
    r.how,
    r.distance_km,
    coalesce(s.shared_goods_n, 0) AS shared_goods_n,
    coalesce(s.amount_a_idr + s.amount_b_idr, 0) AS shared_amount_idr,
    coalesce(s.amount_a_idr, 0) AS amount_a_idr,
    coalesce(s.amount_b_idr, 0) AS amount_b_idr,
    coalesce(
        CAST(t.same_period_idr AS DOUBLE) / nullif(CAST(s.amount_a_idr + s.amount_b_idr AS DOUBLE), 0), 0
    ) AS same_period_share
FROM region_pair AS r
LEFT JOIN shared AS s ON r.code_a = s.code_a AND r.code_b = s.code_b
LEFT JOIN together AS t ON r.code_a = t.code_a AND r.code_b = t.code_b
ORDER BY shared_amount_idr DESC, r.code_a ASC, r.code_b ASC;
