-- The inbox. received_at is in milliseconds since 1970. state: received, handled, failed (and tried again).
CREATE TABLE delivery (
  id          VARCHAR(64)  NOT NULL PRIMARY KEY,
  event       VARCHAR(60)  NOT NULL,
  origin      VARCHAR(20)  NOT NULL,
  received_at BIGINT       NOT NULL,
  state       VARCHAR(20)  NOT NULL,
  outcome     VARCHAR(500) NOT NULL,
  payload     ${bytes}         NOT NULL
);
CREATE INDEX delivery_by_time ON delivery (received_at, id);
