CREATE INDEX handovers_by_time ON handovers (station_id, at);
CREATE INDEX shift_sheets_by_handover ON shift_sheets (station_id, handover_id);
