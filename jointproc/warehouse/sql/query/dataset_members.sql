-- Lines and money per file of an archive; one row without a member for a dataset that came from a single file.
SELECT
    member,
    CAST(count(*) AS INTEGER) AS lines_n,
    CAST(sum(amount_idr) AS VARCHAR) AS amount_text
FROM purchase
WHERE dataset_id = $dataset_id
GROUP BY member
ORDER BY member;
