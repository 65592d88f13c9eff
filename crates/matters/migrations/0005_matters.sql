CREATE TABLE matters (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    terms TEXT NOT NULL,
    place_text TEXT NOT NULL,
    premises_id BYTEA,
    village_id BYTEA,
    x_m BIGINT,
    y_m BIGINT,
    level BIGINT NOT NULL,
    secrecy BIGINT NOT NULL,
    state TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,
    opening BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT,
    clock TEXT,
    version BIGINT NOT NULL,
    watcher_id BYTEA,
    manager_id BYTEA,
    pusher_id BYTEA,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, number),
    CONSTRAINT matters_three_in_office CHECK (
        (is_open AND watcher_id IS NOT NULL AND manager_id IS NOT NULL AND pusher_id IS NOT NULL
            AND watcher_id <> manager_id AND manager_id <> pusher_id AND watcher_id <> pusher_id)
        OR (NOT is_open AND watcher_id IS NULL AND manager_id IS NULL AND pusher_id IS NULL)),
    FOREIGN KEY (station_id, watcher_id) REFERENCES incumbents (station_id, account_id),
    FOREIGN KEY (station_id, manager_id) REFERENCES incumbents (station_id, account_id),
    FOREIGN KEY (station_id, pusher_id) REFERENCES incumbents (station_id, account_id)
);
CREATE INDEX matters_by_time ON matters (station_id, opened_at, id);
CREATE INDEX matters_by_state ON matters (station_id, state, opened_at, id);
CREATE INDEX matters_by_topic ON matters (station_id, topic, opened_at, id);
CREATE INDEX matters_by_village ON matters (station_id, village_id, opened_at, id);
CREATE INDEX matters_by_premises ON matters (station_id, premises_id, opened_at);
CREATE INDEX matters_open ON matters (station_id, is_open, opened_at, id);
CREATE INDEX matters_by_watcher ON matters (station_id, watcher_id);
CREATE INDEX matters_by_manager ON matters (station_id, manager_id);
CREATE INDEX matters_by_pusher ON matters (station_id, pusher_id);
CREATE TABLE matter_numbers (
    station_id BIGINT NOT NULL,
    series TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (station_id, series)
);
CREATE TABLE participants (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (station_id, matter_id, account_id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX participants_by_account ON participants (station_id, account_id, matter_id);
CREATE TABLE seats_held (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    watcher_id BYTEA NOT NULL,
    manager_id BYTEA NOT NULL,
    pusher_id BYTEA NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (station_id, matter_id, opening),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE TABLE clock_rules (
    station_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    level BIGINT NOT NULL,
    step BIGINT NOT NULL,
    after_s BIGINT NOT NULL,
    effect TEXT NOT NULL,
    is_limit BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, code, version, level, step)
);
CREATE TABLE timers (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    rule TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    step BIGINT NOT NULL,
    subject_id BYTEA,
    stay BIGINT NOT NULL,
    level BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    effect TEXT NOT NULL,
    is_limit BOOLEAN NOT NULL,
    is_pending BOOLEAN NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX timers_pending ON timers (station_id, is_pending, due_at);
CREATE INDEX timers_by_matter ON timers (station_id, matter_id, is_pending);
CREATE TABLE urges (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    from_id BYTEA NOT NULL,
    to_id BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    words_sealed BYTEA NOT NULL,
    answered_at BIGINT,
    answer_sealed BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX urges_by_matter ON urges (station_id, matter_id);
CREATE TABLE handovers (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    seat TEXT NOT NULL,
    from_id BYTEA NOT NULL,
    to_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    open_matters BIGINT NOT NULL,
    PRIMARY KEY (station_id, id)
);
CREATE TABLE seat_alarms (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    raised_at BIGINT NOT NULL,
    cleared_at BIGINT,
    PRIMARY KEY (station_id, id)
);
