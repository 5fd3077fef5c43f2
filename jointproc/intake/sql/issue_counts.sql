SELECT
    rule,
    count(*) AS issues_n
FROM issue GROUP BY rule ORDER BY rule
