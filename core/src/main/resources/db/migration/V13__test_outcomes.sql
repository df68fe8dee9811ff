-- What reports said of tests that failed at least once: the ground for how flaky they are. sources: outcomes on one commit compare
-- only where it is the same (workflow, event or run, report). seen_at is in microseconds since 1970.
CREATE TABLE test_outcome (
  repo        VARCHAR(201) NOT NULL,
  test        VARCHAR(700) NOT NULL,
  head_sha    VARCHAR(64)  NOT NULL,
  sources     VARCHAR(400) NOT NULL,
  run_id      BIGINT       NOT NULL,
  run_attempt INTEGER      NOT NULL,
  passed      INTEGER      NOT NULL,
  seen_at     BIGINT       NOT NULL,
  PRIMARY KEY (repo, test, head_sha, sources, run_id, run_attempt)
);
CREATE INDEX test_outcome_by_time ON test_outcome (seen_at);
