-- Hours (since 1970) whose housekeeping was done, so that it is done once.
CREATE TABLE housekeeping_done (
  hour VARCHAR(20) NOT NULL PRIMARY KEY
);
