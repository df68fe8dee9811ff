-- One row an incident, to find it by; its truth is its chain in the journal. Times are microseconds since 1970.
CREATE TABLE incident (
  id           VARCHAR(40)  NOT NULL PRIMARY KEY,
  seq          BIGINT       NOT NULL,
  repo         VARCHAR(201) NOT NULL,
  ref          VARCHAR(400) NOT NULL,
  workflow_id  BIGINT       NOT NULL,
  workflow     TEXT         NOT NULL,
  category     VARCHAR(100) NOT NULL,
  fingerprint  VARCHAR(64)  NOT NULL,
  head_sha     VARCHAR(64)  NOT NULL,
  run_id       BIGINT       NOT NULL,
  pull_request INTEGER,
  state        VARCHAR(20)  NOT NULL,
  phase        VARCHAR(20)  NOT NULL,
  opened_at    BIGINT       NOT NULL,
  updated_at   BIGINT       NOT NULL
);
CREATE INDEX incident_by_ref ON incident (repo, ref, state);
CREATE INDEX incident_by_time ON incident (opened_at, id);
CREATE INDEX incident_by_state ON incident (state, opened_at, id);

-- Failed jobs that were looked at: one is handled once, however often and by whatever way it is announced. started_at is in
-- microseconds since 1970; for a job that never started, the negative of its number.
CREATE TABLE failure_seen (
  repo       VARCHAR(201) NOT NULL,
  run_id     BIGINT       NOT NULL,
  job        TEXT         NOT NULL,
  started_at BIGINT       NOT NULL,
  seen_at    BIGINT       NOT NULL,
  PRIMARY KEY (repo, run_id, job, started_at)
);

-- One writer a ref.
CREATE TABLE ref_writer (
  repo        VARCHAR(201) NOT NULL,
  ref         VARCHAR(400) NOT NULL,
  incident_id VARCHAR(40)  NOT NULL,
  PRIMARY KEY (repo, ref)
);

-- Writes that were begun, for the budgets; kind is repair or rerun.
CREATE TABLE write_begun (
  effect_key  VARCHAR(80)  NOT NULL PRIMARY KEY,
  incident_id VARCHAR(40)  NOT NULL,
  repo        VARCHAR(201) NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  begun_at    BIGINT       NOT NULL
);
CREATE INDEX write_begun_by_time ON write_begun (begun_at);
