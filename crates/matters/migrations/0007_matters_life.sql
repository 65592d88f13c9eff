ALTER TABLE matters ADD COLUMN master_id BYTEA;
ALTER TABLE matters ADD COLUMN reopened_at BIGINT;
ALTER TABLE matters ADD COLUMN moved_at BIGINT;
ALTER TABLE matters ADD COLUMN stall_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE urges ADD COLUMN level TEXT NOT NULL DEFAULT 'urge';
ALTER TABLE urges ADD COLUMN due_at BIGINT;
CREATE INDEX urges_by_receiver ON urges (station_id, to_id, answered_at);
CREATE INDEX matters_by_master ON matters (station_id, master_id);
CREATE TABLE merges (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    master_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    undone_at BIGINT,
    undone_by BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id),
    FOREIGN KEY (station_id, master_id) REFERENCES matters (station_id, id)
);
CREATE INDEX merges_by_matter ON merges (station_id, matter_id, at);
CREATE INDEX merges_by_master ON merges (station_id, master_id, at);
CREATE TABLE reopenings (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (station_id, matter_id, opening),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX reopenings_by_time ON reopenings (station_id, at);
CREATE TABLE referrals (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    opening BIGINT NOT NULL,
    body TEXT NOT NULL,
    asked_sealed BYTEA NOT NULL,
    pushed_at BIGINT NOT NULL,
    pushed_by BYTEA NOT NULL,
    link_until BIGINT NOT NULL,
    accepted_at BIGINT,
    accepted_hand TEXT,
    returned_at BIGINT,
    returned_hand TEXT,
    return_sealed BYTEA,
    done_at BIGINT,
    done_hand TEXT,
    done_sealed BYTEA,
    recalled_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX referrals_by_matter ON referrals (station_id, matter_id, position);
CREATE TABLE duty_decisions (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    capacity TEXT NOT NULL,
    body TEXT NOT NULL,
    agreed_sealed BYTEA NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX duty_decisions_by_matter ON duty_decisions (station_id, matter_id, at);
