-- The sheets that are read together, and what the layout says of every row.
CREATE TABLE part (part INTEGER, member VARCHAR, sheet VARCHAR);
CREATE TABLE given (
    text_template VARCHAR, text_fallback VARCHAR, product_prefix VARCHAR, method VARCHAR
);
