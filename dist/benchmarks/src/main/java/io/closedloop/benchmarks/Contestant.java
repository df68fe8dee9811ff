package io.closedloop.benchmarks;

import java.util.Map;

/** One of those who are compared. */
public interface Contestant {

  /** The row's name in the table. */
  String name();

  /** Measures once. Whatever it starts has ended when this returns. */
  Map<Metric, Double> round() throws Exception;

  /** A contestant whose round is a function. */
  static Contestant of(String name, Round round) {
    return new Contestant() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<Metric, Double> round() throws Exception {
        return round.measure();
      }
    };
  }

  /** Measures once. */
  interface Round {
    Map<Metric, Double> measure() throws Exception;
  }
}
