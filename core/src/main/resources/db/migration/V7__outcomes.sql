-- What the figures are made of: one row an incident, written with the facts that it stands for. Times are microseconds since
-- 1970; failed_at is GitHub's own time of the first failed job, null when it gave none. acted and escalated are 0 or 1, the
-- others count: failed jobs, and attempts by what became of them.
CREATE TABLE outcome (
  incident_id  VARCHAR(40)  NOT NULL PRIMARY KEY,
  repo         VARCHAR(201) NOT NULL,
  category     VARCHAR(100) NOT NULL,
  state        VARCHAR(20)  NOT NULL,
  failed_at    BIGINT,
  opened_at    BIGINT       NOT NULL,
  recovered_at BIGINT,
  failures     INTEGER      NOT NULL,
  acted        INTEGER      NOT NULL DEFAULT 0,
  escalated    INTEGER      NOT NULL DEFAULT 0,
  proposed     INTEGER      NOT NULL DEFAULT 0,
  carried_out  INTEGER      NOT NULL DEFAULT 0,
  reruns       INTEGER      NOT NULL DEFAULT 0,
  green        INTEGER      NOT NULL DEFAULT 0,
  red          INTEGER      NOT NULL DEFAULT 0,
  unproven     INTEGER      NOT NULL DEFAULT 0
);
CREATE INDEX outcome_by_time ON outcome (opened_at);
CREATE INDEX outcome_by_repo ON outcome (repo, opened_at);
CREATE INDEX outcome_by_category ON outcome (category, opened_at);

-- Lists narrowed by one or several of state, repository and category are read in order from one of these; what else narrows
-- them is in the index too.
CREATE INDEX incident_by_repo ON incident (repo, opened_at, id, state, category);
CREATE INDEX incident_by_category ON incident (category, opened_at, id, state);
