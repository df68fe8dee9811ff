package io.closedloop.benchmarks;

/**
 * What a round measures.
 *
 * @param unit for people, such as {@code ms}
 */
public record Metric(String name, String unit) {

  @Override
  public String toString() {
    return unit.isEmpty() ? name : name + " " + unit;
  }
}
