ALTER TABLE appointments ADD COLUMN is_deputy BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE appointments ADD COLUMN suspended_at BIGINT;
CREATE INDEX appointments_by_certificate ON appointments (station_id, certificate);
CREATE TABLE nominations (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    village_id BYTEA NOT NULL,
    is_deputy BOOLEAN NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    nominated_at BIGINT NOT NULL,
    nominated_by BYTEA NOT NULL,
    station_at BIGINT,
    station_by BYTEA,
    village_at BIGINT,
    village_by BYTEA,
    village_paper TEXT,
    second_lead BOOLEAN NOT NULL DEFAULT FALSE,
    appointment_id BYTEA,
    withdrawn_at BIGINT,
    withdrawn_by BYTEA,
    PRIMARY KEY (station_id, id),
    CONSTRAINT nominations_end_after_start CHECK (valid_until > valid_from),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id),
    FOREIGN KEY (station_id, appointment_id) REFERENCES appointments (station_id, id)
);
CREATE INDEX nominations_by_time ON nominations (station_id, nominated_at);
CREATE TABLE term_reminders (
    station_id BIGINT NOT NULL,
    appointment_id BYTEA NOT NULL,
    days BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (station_id, appointment_id, days),
    FOREIGN KEY (station_id, appointment_id) REFERENCES appointments (station_id, id)
);
