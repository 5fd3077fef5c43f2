-- What can be chosen in the filters: years, families and stages that occur in the chosen datasets.
SELECT
    fiscal_year,
    family,
    stage,
    CAST(count(*) AS INTEGER) AS lines_n,
    sum(amount_idr) AS amount_idr
FROM line_in_scope($dataset_ids, $fiscal_years, $families, $stages)
GROUP BY fiscal_year, family, stage
ORDER BY fiscal_year, family, stage;
