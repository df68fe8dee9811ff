-- Deliveries are listed in the order of their rows, in which they came.
DROP INDEX delivery_by_time;
