-- The goods two regions both buy: money, volume and median price of each; did they ever buy in the same month?
WITH scoped AS (
    SELECT *
    FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
    WHERE region_code IN ($code_a, $code_b)
),

side AS (
    SELECT
        good_id,
        region_code,
        any_value(good) AS good,
        any_value(family) AS family,
        bool_and(comparable) AS comparable,
        sum(amount_idr) AS amount_idr,
        sum(volume) AS quantity,
        any_value(base_unit) AS base_unit,
        median(CAST(price_idr AS DOUBLE)) AS price_idr
    FROM scoped
    GROUP BY good_id, region_code
),

same_month AS (
    SELECT good_id
    FROM (
        SELECT
            good_id,
            date_trunc('month', date) AS month
        FROM scoped
        WHERE date IS NOT NULL
        GROUP BY good_id, date_trunc('month', date)
        HAVING count(DISTINCT region_code) = 2
    ) AS both_in_month
    GROUP BY good_id
)

SELECT
    a.good_id,
    a.good,
    a.family,
    a.comparable,
    a.base_unit,
    a.amount_idr + b.amount_idr AS amount_idr,
    a.amount_idr AS amount_a_idr,
    b.amount_idr AS amount_b_idr,
    a.quantity AS quantity_a,
    b.quantity AS quantity_b,
    a.price_idr AS price_a_idr,
    b.price_idr AS price_b_idr,
    m.good_id IS NOT NULL AS same_period
FROM side AS a
INNER JOIN side AS b ON a.good_id = b.good_id
LEFT JOIN same_month AS m ON a.good_id = m.good_id
WHERE a.region_code = $code_a AND b.region_code = $code_b
ORDER BY amount_idr DESC, a.good_id ASC;
