SELECT DISTINCT fiscal_year AS text FROM cell WHERE fiscal_year IS NOT NULL
