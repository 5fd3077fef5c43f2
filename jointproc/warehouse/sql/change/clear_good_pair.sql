DELETE FROM good_pair;
DELETE FROM good_matched;
