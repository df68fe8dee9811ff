-- The word of the incident's priority; null until one was found.
ALTER TABLE incident ADD COLUMN priority VARCHAR(10);
CREATE INDEX incident_by_priority ON incident (priority, opened_at, id, state);
DROP INDEX incident_by_repo;
DROP INDEX incident_by_category;
CREATE INDEX incident_by_repo ON incident (repo, opened_at, id, state, category, priority);
CREATE INDEX incident_by_category ON incident (category, opened_at, id, state, priority);

-- What expected recovery times are made of: the incident's root cause beside its times.
ALTER TABLE outcome ADD COLUMN fingerprint VARCHAR(64);
UPDATE outcome SET fingerprint = (SELECT i.fingerprint FROM incident i WHERE i.id = outcome.incident_id);
CREATE INDEX outcome_by_fingerprint ON outcome (fingerprint, opened_at);

-- One row for each job that ran to a result, as rates and trends need it. A job that a later attempt merely copied is the same
-- one. Times are microseconds since 1970; started_at of a job without one is the negative of its number. on_default is 0 or 1.
-- conclusion is GitHub's; category and fingerprint are null where it succeeded or was not diagnosed.
CREATE TABLE job_outcome (
  repo        VARCHAR(201) NOT NULL,
  run_id      BIGINT       NOT NULL,
  job         TEXT         NOT NULL,
  started_at  BIGINT       NOT NULL,
  ended_at    BIGINT       NOT NULL,
  attempt     INTEGER      NOT NULL,
  workflow_id BIGINT       NOT NULL,
  workflow    TEXT         NOT NULL,
  on_default  INTEGER      NOT NULL,
  head_sha    VARCHAR(64)  NOT NULL,
  conclusion  VARCHAR(20)  NOT NULL,
  category    VARCHAR(100),
  fingerprint VARCHAR(64),
  PRIMARY KEY (repo, run_id, job, started_at)
);
CREATE INDEX job_outcome_by_repo ON job_outcome (repo, ended_at, workflow_id, on_default, conclusion, run_id);
CREATE INDEX job_outcome_by_time ON job_outcome (ended_at);
