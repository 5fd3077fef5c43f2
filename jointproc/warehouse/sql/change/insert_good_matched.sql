INSERT INTO good_matched
SELECT good_id
FROM incoming_matched
WHERE good_id NOT IN (SELECT m.good_id FROM good_matched AS m);
