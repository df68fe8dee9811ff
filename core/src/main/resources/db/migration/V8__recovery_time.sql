-- The time that a recovery has spent executing, without backoff, approval and CI.
CREATE TABLE recovery_time (
  incident_id VARCHAR(40) NOT NULL PRIMARY KEY,
  spent_millis BIGINT NOT NULL
);
