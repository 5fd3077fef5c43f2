-- noqa: disable=LT02
-- The lines a question is about. An empty list means "all"; written once here so that every query scopes alike.
CREATE OR REPLACE MACRO line_in_scope(dataset_ids, fiscal_years, families, stages) AS TABLE
SELECT *
FROM line
WHERE
    (len(dataset_ids) = 0 OR list_contains(dataset_ids, dataset_id))
    AND (len(fiscal_years) = 0 OR list_contains(fiscal_years, fiscal_year))
    AND (len(families) = 0 OR list_contains(families, family))
    AND (len(stages) = 0 OR list_contains(stages, stage));
