CREATE TABLE outbox (
    station_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    topic TEXT NOT NULL,
    subject_id BYTEA NOT NULL,
    PRIMARY KEY (station_id, position)
);
CREATE TABLE messages (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    topic TEXT NOT NULL,
    subject_id BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (station_id, id)
);
CREATE INDEX messages_by_account ON messages (station_id, account_id, sent_at);
