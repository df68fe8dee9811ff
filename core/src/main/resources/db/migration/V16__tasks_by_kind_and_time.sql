-- Of each kind those are found first that are due first: some kinds go before others.
DROP INDEX scheduled_tasks_due;
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (task_name, execution_time);
