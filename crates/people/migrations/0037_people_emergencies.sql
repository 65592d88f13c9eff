CREATE TABLE emergencies (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    reason_sealed BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT,
    first_position BIGINT NOT NULL,
    review_by_at BIGINT NOT NULL,
    reviewed_at BIGINT,
    reviewed_by BYTEA,
    is_right BOOLEAN,
    words_sealed BYTEA,
    overdue_told_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX emergencies_by_time ON emergencies (station_id, began_at);
