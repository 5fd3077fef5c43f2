-- One thing wrong or doubtful in an uploaded file. `message` is the Indonesian sentence; template and
-- parameters are kept beside it so that it can be shown in English too.
CREATE TABLE IF NOT EXISTS issue (
    dataset_id VARCHAR NOT NULL,
    line_no INTEGER NOT NULL,
    column_name VARCHAR,
    value VARCHAR,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    message_template VARCHAR,
    message_params VARCHAR
);
