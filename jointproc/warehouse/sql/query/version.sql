SELECT version FROM state;
