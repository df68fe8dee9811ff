-- Which tests failed before is asked at each report, of a store in which most outcomes are passed ones.
CREATE INDEX test_outcome_failed ON test_outcome (repo, test) WHERE passed = 0;

-- A pull request that was closed ends its incidents, whatever their ref is called.
CREATE INDEX incident_by_pull_request ON incident (repo, pull_request) WHERE pull_request IS NOT NULL;

-- Lists read only failed jobs whose log is kept, and the clean-up looks for no others.
CREATE INDEX failed_job_with_log ON failed_job (read_at, repo, job_id) WHERE log IS NOT NULL;

-- The budget of one incident is counted in the transaction in which its write begins.
CREATE INDEX write_begun_by_incident ON write_begun (incident_id);
