ALTER TABLE orders ADD COLUMN silenced_by BYTEA;
