package io.closedloop.core.config;

/** Budgets that hold whatever a plugin proposes. */
public record Limits(
    @Range int repairsPerIncident, @Range int writesPerRepositoryPerDay, @Range int writesPerDay) {
  static final Limits DEFAULT = new Limits(3, 20, 200);
}
