package io.closedloop.action.format;

import io.closedloop.api.Situation;
import java.util.List;
import java.util.Optional;

/** A tool that checks how files are written, and can write them so. */
interface Formatter {

  /** The program's name; diagnoses and hooks call it so too. */
  String tool();

  /** Whether a diagnosis that names this tool, in lower case, means it. */
  default boolean isCalled(String name) {
    return name.equals(tool());
  }

  /** Its name for people. */
  String title();

  /** What a commit by it does, in the imperative and without a capital. */
  String subject();

  /** Globs of the files that it can write. */
  List<String> paths();

  /** Whether its check is what failed, or failed too. */
  boolean asked(Situation situation, Log log);

  /** Why it had better not run in this repository, or empty. */
  default Optional<String> objection(Situation situation, Log log) {
    return Optional.empty();
  }

  /** Which version the repository wants, where it says so. */
  default Optional<Pin> pin(Situation situation, Log log) {
    return Optional.empty();
  }

  /** How it gets onto this machine. */
  String wayToGet(String version);

  /** What the check was told about style. */
  List<String> options(Situation situation, Log log);

  /** What makes it report and leave files alone; it then ends with 0 when all is well. */
  List<String> checking();

  /** What makes it write files. */
  List<String> writing();

  /** Which files its check complained about. */
  Selection select(Situation situation, Log log);

  /** What its errors mean, where its own first line would not say. */
  default Optional<String> explain(String error) {
    return Optional.empty();
  }
}
