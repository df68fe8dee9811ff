package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** What an instance may ask for on GitHub, as GitHub names its permissions. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Permission {
  ACTIONS_READ,
  ACTIONS_WRITE,
  CHECKS_READ,
  CHECKS_WRITE,
  CONTENTS_READ,
  CONTENTS_WRITE,
  DEPLOYMENTS_WRITE,
  ISSUES_WRITE,
  METADATA_READ,
  PULL_REQUESTS_READ,
  PULL_REQUESTS_WRITE,
  STATUSES_WRITE,
  VARIABLES_WRITE
}
