-- The same root cause in several repositories. Times are microseconds since 1970. stage: LASTING, CLEARING, OVER.
CREATE TABLE outage (
  id           VARCHAR(40)  NOT NULL PRIMARY KEY,
  fingerprint  VARCHAR(64)  NOT NULL,
  category     VARCHAR(100) NOT NULL,
  what         TEXT         NOT NULL,
  stage        VARCHAR(20)  NOT NULL,
  began_at     BIGINT       NOT NULL,
  last_seen_at BIGINT       NOT NULL,
  probe        VARCHAR(40),
  next_at      BIGINT       NOT NULL
);
CREATE INDEX outage_by_fingerprint ON outage (fingerprint, stage);
CREATE INDEX outage_by_time ON outage (began_at, id);

-- Where each correlating root cause was seen last, to count repositories by.
CREATE TABLE outage_sighting (
  fingerprint VARCHAR(64)  NOT NULL,
  incident_id VARCHAR(40)  NOT NULL,
  repo        VARCHAR(201) NOT NULL,
  seen_at     BIGINT       NOT NULL,
  PRIMARY KEY (fingerprint, incident_id)
);
CREATE INDEX outage_sighting_by_time ON outage_sighting (seen_at);

-- The incidents of an outage. held is 1 until its re-run may begin; told is 1 once its timeline says that it is held.
CREATE TABLE outage_member (
  outage_id   VARCHAR(40)  NOT NULL,
  incident_id VARCHAR(40)  NOT NULL,
  repo        VARCHAR(201) NOT NULL,
  joined_at   BIGINT       NOT NULL,
  held        INTEGER      NOT NULL,
  told        INTEGER      NOT NULL,
  PRIMARY KEY (outage_id, incident_id)
);
CREATE INDEX outage_member_by_incident ON outage_member (incident_id);
