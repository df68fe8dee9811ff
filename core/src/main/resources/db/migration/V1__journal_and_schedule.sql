-- Instants are microseconds since the epoch, except in scheduled_tasks, which belongs to db-scheduler.

-- Each entry holds, in its hash, the hash of the one before it in its chain.
CREATE TABLE journal (
  chain TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (chain, seq)
);

-- The last entry of each chain, and how far a checkpoint has recorded it.
CREATE TABLE journal_heads (
  chain TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL,
  checkpointed BIGINT NOT NULL
);

-- The text behind the digests that stand in the bodies; gone when erased.
CREATE TABLE journal_personal (
  chain TEXT NOT NULL,
  seq BIGINT NOT NULL,
  digest TEXT NOT NULL,
  salt TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (chain, seq, digest)
);

CREATE INDEX journal_personal_text ON journal_personal (text);

CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data ${bytes},
  execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP WITH TIME ZONE,
  last_failure TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat TIMESTAMP WITH TIME ZONE,
  version BIGINT NOT NULL,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
