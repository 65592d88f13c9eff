ALTER TABLE orders ADD COLUMN recalled_at BIGINT;
UPDATE orders SET recalled_at = returned_at, returned_at = NULL, return_code = NULL
 WHERE return_code = '6' AND EXISTS (
    SELECT 1 FROM withdrawals w WHERE w.station_id = orders.station_id
       AND w.matter_id = orders.matter_id AND w.at = orders.returned_at);
UPDATE orders SET recalled_at = returned_at, returned_at = NULL, return_code = NULL
 WHERE return_code = '7' AND EXISTS (
    SELECT 1 FROM feedbacks f WHERE f.station_id = orders.station_id
       AND f.matter_id = orders.matter_id AND f.is_final AND f.at = orders.returned_at);
UPDATE orders SET recalled_at = returned_at, returned_at = NULL, return_code = NULL
 WHERE return_code = '7' AND EXISTS (
    SELECT 1 FROM reopenings r WHERE r.station_id = orders.station_id
       AND r.matter_id = orders.matter_id AND r.at = orders.returned_at);
