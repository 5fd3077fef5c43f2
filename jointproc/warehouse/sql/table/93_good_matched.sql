-- Goods that were compared with all others that stood at that time.
CREATE TABLE IF NOT EXISTS good_matched (good_id VARCHAR PRIMARY KEY);
