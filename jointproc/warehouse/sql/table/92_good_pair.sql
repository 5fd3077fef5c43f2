-- Two goods that may be the same: what the matcher says. `left_id` is the smaller of the two ids. One unit of the left
-- good is worth `factor` units of the right one.
CREATE TABLE IF NOT EXISTS good_pair (
    left_id VARCHAR NOT NULL,
    right_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    same_probability DOUBLE NOT NULL,
    factor DOUBLE NOT NULL
);
