CREATE INDEX messages_by_time ON messages (station_id, sent_at);
