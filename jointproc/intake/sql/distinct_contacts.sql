-- Free texts that may hold a telephone number or an e-mail address.
SELECT DISTINCT text FROM cell WHERE regexp_matches(text, '@|(\+62|62|0)[ .()-]?[0-9]{2}[0-9 .()-]{5}')
UNION
SELECT DISTINCT spec AS text FROM cell WHERE regexp_matches(spec, '@|(\+62|62|0)[ .()-]?[0-9]{2}[0-9 .()-]{5}')
