-- What each channel knows and should know of each incident, counted in facts of the incident's chain.
CREATE TABLE notification (
  incident_id VARCHAR(40)  NOT NULL,
  channel     VARCHAR(100) NOT NULL,
  wanted_seq  BIGINT       NOT NULL,
  told_seq    BIGINT       NOT NULL,
  failures    INTEGER      NOT NULL,
  note        TEXT         NOT NULL,
  PRIMARY KEY (incident_id, channel)
);
