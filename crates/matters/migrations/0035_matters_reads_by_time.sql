CREATE INDEX matter_reads_by_time ON matter_reads (station_id, at);
