CREATE TABLE roads (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    feedback_id BYTEA NOT NULL,
    author_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    road TEXT NOT NULL,
    number TEXT,
    why_sealed BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id),
    FOREIGN KEY (station_id, feedback_id) REFERENCES feedbacks (station_id, id)
);
CREATE INDEX roads_by_matter ON roads (station_id, matter_id, at);
CREATE TABLE kind_changes (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    kind_before TEXT NOT NULL,
    kind_after TEXT NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX kind_changes_by_matter ON kind_changes (station_id, matter_id, at);
CREATE TABLE flag_changes (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    flag TEXT NOT NULL,
    is_set BOOLEAN NOT NULL,
    why_sealed BYTEA NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX flag_changes_by_matter ON flag_changes (station_id, matter_id, at);
UPDATE codes SET mark = 'offence'
 WHERE code_table = 'incident-kinds' AND code IN ('XS', 'ZA') AND mark = '';
UPDATE codes SET mark = 'persuasion'
 WHERE code_table = 'incident-kinds' AND code = 'ZA-05' AND mark = '';
INSERT INTO codes (station_id, code_table, code, version, parent, zh, en, mark, is_over, position, source, valid_from)
SELECT c.station_id, 'roads', r.code, 1, NULL, r.zh, r.en, r.mark, FALSE, r.position, r.source, c.since
FROM (SELECT s.station_id, COALESCE((SELECT max(j.at) FROM journal_lines j WHERE j.station_id = s.station_id), 0) AS since
      FROM codes s WHERE s.code_table = 'incident-kinds' AND s.code = 'WD' AND s.version = 1) c
CROSS JOIN (
    SELECT 'LA' AS code, 1 AS position, '立案' AS zh, 'Case filed' AS en, 'number' AS mark, '刑事诉讼法第112条、公安机关办理行政案件程序规定（待法制员核对）' AS source
    UNION ALL SELECT 'TJ', 2, '治安调解', 'Public-order mediation', 'number', '治安管理处罚法关于调解处理的条文、公安机关治安调解工作规范（待法制员核对）'
    UNION ALL SELECT 'GJ', 3, '告诫书', 'Written admonition', 'number', '反家庭暴力法第16条（待法制员核对）'
    UNION ALL SELECT 'BG', 4, '不构成违法', 'No offence', 'why', '公安机关办理行政案件程序规定（待法制员核对）'
    UNION ALL SELECT 'YS', 5, '移送', 'Handed on', 'why', '公安机关办理行政案件程序规定关于移送的条文（待法制员核对）'
) r;
