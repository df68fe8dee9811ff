package io.closedloop.core.config;

import java.util.List;

/** Who may do what, and what is kept of it. */
public record Security(Authentication authentication, Restrictions restrictions, Audit audit) {

  static final Security DEFAULT =
      new Security(Authentication.DEFAULT, Restrictions.DEFAULT, Audit.DEFAULT);

  /** What is asked of the token for GitHub. */
  public record Authentication(boolean requireGithubToken, List<String> tokenPermissions) {
    static final Authentication DEFAULT =
        new Authentication(true, List.of("repo", "workflow", "issues", "pull_requests"));
  }

  /**
   * The boundaries of every recovery.
   *
   * @param allowedActions groups of actions; whatever is not listed is refused
   */
  public record Restrictions(List<String> allowedActions, List<Prohibition> prohibitedActions) {
    static final Restrictions DEFAULT = new Restrictions(List.of(), List.of(Prohibition.values()));
  }

  /** The audit trail. */
  public record Audit(
      boolean logAllActions,
      @Range(min = 1) int retainLogsDays,
      boolean complianceReporting,
      List<String> standards) {
    static final Audit DEFAULT =
        new Audit(true, 365, true, List.of("SOC2", "PCI_DSS", "GDPR", "NASA_POT10"));
  }
}
