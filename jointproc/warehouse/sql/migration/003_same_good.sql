-- Schema 2 → 3: goods known by their wording keep it for the matcher; the tables of matches are made when they lack.
UPDATE good SET attributes = to_json({ 'text': name, 'spec': '' })
WHERE good_id IN (SELECT l.good_id FROM purchase_good AS l WHERE l.how = 'exact');
