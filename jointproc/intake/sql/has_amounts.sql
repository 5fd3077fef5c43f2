SELECT count(*) FROM cell WHERE amount IS NOT NULL
