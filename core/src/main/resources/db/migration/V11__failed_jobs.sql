-- What was read about each failed job: the diagnosis by its log and annotations alone, how it came about (JSON), and what it
-- takes to diagnose it again: its steps and annotations (JSON), and an excerpt of its log (compressed; null when none was kept
-- or it has grown old). Times are microseconds since 1970.
CREATE TABLE failed_job (
  repo        VARCHAR(201) NOT NULL,
  job_id      BIGINT       NOT NULL,
  job         TEXT         NOT NULL,
  run_id      BIGINT       NOT NULL,
  run_attempt INTEGER      NOT NULL,
  read_at     BIGINT       NOT NULL,
  category    VARCHAR(100) NOT NULL,
  subcategory VARCHAR(200) NOT NULL,
  tool        VARCHAR(200),
  passes      INTEGER      NOT NULL,
  fingerprint VARCHAR(64)  NOT NULL,
  context     TEXT         NOT NULL,
  explanation TEXT         NOT NULL,
  log         ${bytes},
  PRIMARY KEY (repo, job_id)
);
CREATE INDEX failed_job_by_time ON failed_job (read_at, repo, job_id);
