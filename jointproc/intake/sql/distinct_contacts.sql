-- Free texts that may hold a telephone number or an e-mail address.
SELECT DISTINCT text FROM cell WHERE regexp_matches(text, '@|(\+62|08)[0-9 .-]{7}')
UNION
SELECT DISTINCT spec AS text FROM cell WHERE regexp_matches(spec, '@|(\+62|08)[0-9 .-]{7}')
