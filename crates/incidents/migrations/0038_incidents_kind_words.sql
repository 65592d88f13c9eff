CREATE TABLE kind_words_before AS SELECT station_id, word, kind, level FROM kind_words;
DROP TABLE kind_words;
CREATE TABLE kind_words (
    station_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    level BIGINT NOT NULL,
    is_over BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, word, version)
);
INSERT INTO kind_words (station_id, word, version, kind, level, is_over, source, valid_from)
SELECT station_id, word, 1, kind, level, FALSE, '建站时的用语', COALESCE((
    SELECT min(c.valid_from) FROM codes c WHERE c.station_id = b.station_id), 0)
FROM kind_words_before b;
DROP TABLE kind_words_before;
