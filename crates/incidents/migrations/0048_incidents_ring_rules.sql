CREATE TABLE ring_rules (
    station_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    on_duty BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    manner TEXT NOT NULL,
    quiet_from_min BIGINT NOT NULL,
    quiet_until_min BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, role, on_duty, version)
);
INSERT INTO ring_rules (station_id, role, on_duty, version, manner, quiet_from_min, quiet_until_min, source, valid_from)
SELECT s.station_id, r.role, r.on_duty, 1, r.manner, r.quiet_from_min, r.quiet_until_min,
       '本系统默认：当班的才响；助理由值班室打电话，手机只响一声，不当班的夜里不响', s.since
FROM (SELECT station_id, min(valid_from) AS since FROM codes GROUP BY station_id) s
CROSS JOIN (
    SELECT 'officer' AS role, TRUE AS on_duty, 'repeats' AS manner, 0 AS quiet_from_min, 0 AS quiet_until_min
    UNION ALL SELECT 'officer', FALSE, 'silent', 0, 0
    UNION ALL SELECT 'auxiliary', TRUE, 'repeats', 0, 0
    UNION ALL SELECT 'auxiliary', FALSE, 'silent', 0, 0
    UNION ALL SELECT 'assistant', TRUE, 'once', 0, 0
    UNION ALL SELECT 'assistant', FALSE, 'once', 1320, 420) r;
