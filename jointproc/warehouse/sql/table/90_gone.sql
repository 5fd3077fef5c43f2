-- Files whose dataset has left and whose kept copy may still lie in the folder of originals; it is removed next.
CREATE TABLE IF NOT EXISTS gone (sha256 VARCHAR NOT NULL);
