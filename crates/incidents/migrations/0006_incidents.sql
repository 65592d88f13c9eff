CREATE TABLE codes (
    station_id BIGINT NOT NULL,
    code_table TEXT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    parent TEXT,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    mark TEXT NOT NULL,
    position BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, code_table, code, version)
);
CREATE TABLE kind_words (
    station_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    kind TEXT NOT NULL,
    level BIGINT NOT NULL,
    PRIMARY KEY (station_id, word)
);
CREATE TABLE plans (
    station_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    level BIGINT NOT NULL,
    version BIGINT NOT NULL,
    officers BIGINT NOT NULL,
    auxiliaries BIGINT NOT NULL,
    assistants BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, kind, level, version)
);
CREATE TABLE incidents (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    kind_first TEXT NOT NULL,
    kind_final TEXT,
    source TEXT NOT NULL,
    outer_number TEXT,
    flags TEXT NOT NULL,
    summary_sealed BYTEA NOT NULL,
    reported_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    station_signed_at BIGINT,
    safe_at BIGINT,
    silenced_at BIGINT,
    plan_kind TEXT,
    plan_level BIGINT,
    plan_version BIGINT,
    police_only_sealed BYTEA,
    is_recorded BOOLEAN NOT NULL,
    PRIMARY KEY (station_id, matter_id),
    UNIQUE (station_id, outer_number),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE TABLE callers (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    name_sealed BYTEA,
    phone_sealed BYTEA,
    PRIMARY KEY (station_id, matter_id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE TABLE caller_views (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (station_id, matter_id, account_id, at),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE TABLE orders (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    side TEXT NOT NULL,
    account_id BYTEA,
    receiver TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    sent_by BYTEA NOT NULL,
    returned_at BIGINT,
    return_code TEXT,
    silenced_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX orders_by_matter ON orders (station_id, matter_id, position);
CREATE INDEX orders_by_account ON orders (station_id, account_id, sent_at);
CREATE TABLE stamps (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    order_id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    hand TEXT NOT NULL,
    author_id BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    is_current BOOLEAN NOT NULL,
    corrects_id BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, order_id) REFERENCES orders (station_id, id)
);
CREATE INDEX stamps_by_matter ON stamps (station_id, matter_id);
CREATE TABLE crews (
    station_id BIGINT NOT NULL,
    order_id BYTEA NOT NULL,
    role TEXT NOT NULL,
    heads BIGINT NOT NULL,
    PRIMARY KEY (station_id, order_id, role),
    FOREIGN KEY (station_id, order_id) REFERENCES orders (station_id, id)
);
CREATE TABLE feedbacks (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    author_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    is_final BOOLEAN NOT NULL,
    kind TEXT,
    result TEXT,
    village_id BYTEA,
    present TEXT NOT NULL,
    words_sealed BYTEA NOT NULL,
    settled_sealed BYTEA,
    no_settlement_sealed BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX feedbacks_by_matter ON feedbacks (station_id, matter_id, at);
CREATE TABLE reviews (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    reviewer_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    is_closed BOOLEAN NOT NULL,
    kind TEXT,
    result TEXT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX reviews_by_matter ON reviews (station_id, matter_id, at);
CREATE TABLE drafts (
    station_id BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    body_sealed BYTEA NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (station_id, account_id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE TABLE source_stamps (
    station_id BIGINT NOT NULL,
    order_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (station_id, order_id, name),
    FOREIGN KEY (station_id, order_id) REFERENCES orders (station_id, id)
);
