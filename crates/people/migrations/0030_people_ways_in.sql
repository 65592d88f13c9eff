ALTER TABLE sessions ADD COLUMN opened_by TEXT NOT NULL DEFAULT 'password';
CREATE INDEX sessions_by_expiry ON sessions (station_id, expires_at);
