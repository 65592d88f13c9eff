ALTER TABLE incidents ADD COLUMN cause_id BYTEA;
CREATE TABLE withdrawals (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    why_sealed BYTEA NOT NULL,
    confirmed_at BIGINT,
    confirmed_by BYTEA,
    refused_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX withdrawals_by_matter ON withdrawals (station_id, matter_id, at);
CREATE TABLE causes (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    line TEXT NOT NULL,
    village_id BYTEA NOT NULL,
    lane TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id)
);
CREATE INDEX causes_by_end ON causes (station_id, ends_at);
CREATE INDEX incidents_by_cause ON incidents (station_id, cause_id);
CREATE TABLE revisit_rules (
    station_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    level BIGINT NOT NULL,
    version BIGINT NOT NULL,
    per_cent BIGINT NOT NULL,
    within_s BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, kind, level, version)
);
CREATE TABLE revisits (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    drawn_at BIGINT NOT NULL,
    is_by_rule BOOLEAN NOT NULL,
    due_at BIGINT NOT NULL,
    channel TEXT,
    sent_at BIGINT,
    delivered_at BIGINT,
    replied_at BIGINT,
    score TEXT,
    is_solved BOOLEAN,
    words_sealed BYTEA,
    by_id BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX revisits_by_matter ON revisits (station_id, matter_id, drawn_at);
CREATE INDEX revisits_by_draw ON revisits (station_id, drawn_at);
CREATE TABLE thanks (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    words_sealed BYTEA NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX thanks_by_matter ON thanks (station_id, matter_id, at);
