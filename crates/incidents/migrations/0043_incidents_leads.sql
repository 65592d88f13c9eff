DROP INDEX orders_by_matter;
CREATE INDEX orders_by_matter ON orders (station_id, matter_id, account_id);
CREATE INDEX revisits_open ON revisits (station_id, due_at, id) WHERE replied_at IS NULL;
