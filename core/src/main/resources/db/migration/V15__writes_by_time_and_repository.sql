-- The budgets of a repository and of all are counted in the transaction in which a write begins.
DROP INDEX write_begun_by_time;
CREATE INDEX write_begun_by_time ON write_begun (begun_at, repo);
