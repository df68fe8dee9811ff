package io.closedloop.core.config;

import java.util.List;

/** The judgement that closedloop publishes on a commit. */
public record QualityGates(
    boolean integrationEnabled,
    Thresholds thresholds,
    AutoFixes autoFixes,
    StatusChecks githubStatusChecks) {

  static final QualityGates DEFAULT =
      new QualityGates(true, Thresholds.DEFAULT, AutoFixes.DEFAULT, StatusChecks.DEFAULT);

  /** Scores from 0 to 100, and counts of violations. */
  public record Thresholds(
      @Range(max = 100) double overallQualityScore,
      @Range int criticalViolations,
      @Range int highViolations,
      @Range(max = 100) double securityScore,
      @Range(max = 100) double performanceScore,
      @Range(max = 100) double coverageThreshold) {
    static final Thresholds DEFAULT = new Thresholds(75, 0, 5, 90, 80, 85);
  }

  /** Kinds of violations that are repaired without and with a person's approval. */
  public record AutoFixes(boolean enabled, List<String> categories, List<String> supervisedFixes) {
    static final AutoFixes DEFAULT =
        new AutoFixes(
            true,
            List.of("formatting", "imports", "unused_variables", "simple_linting"),
            List.of("complex_refactoring", "dependency_updates", "security_patches"));
  }

  /** The statuses that closedloop sets. */
  public record StatusChecks(
      boolean enabled, String contextPrefix, boolean detailedReporting, List<Check> checks) {
    static final StatusChecks DEFAULT =
        new StatusChecks(
            true,
            "quality-gate/",
            true,
            List.of(
                new Check("failure-detection", false),
                new Check("recovery-effectiveness", false),
                new Check("automation-health", false),
                new Check("overall-automation", true)));
  }

  /** One status, by the part of its name that follows the prefix. */
  public record Check(String name, boolean required) {
    static final Check DEFAULT = new Check("", false);

    public Check {
      if (name.length() > 100) {
        throw new IllegalArgumentException("name must be at most 100 characters long");
      }
    }
  }
}
