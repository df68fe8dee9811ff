package io.closedloop.core.diagnose;

import java.util.List;
import java.util.Set;

/**
 * The words by which tools and wrappers say that something is tried again, or went well at last.
 * What failed before is then no cause of anything.
 */
final class Overcome {
  /** How many lines before it says that it tries again a tool tells what failed. */
  static final int SOON = 2;

  /** What fails so few lines after a step said that it tries again, failed for the last time. */
  static final int LAST_TRY = 2;

  /** A wrapper did at last what failed before, whatever that was. */
  static final Signature SIGN =
      Signature.sign(
          "overcome",
          "(?i)\\b(?:succeeded|passed|successful(?:ly)?|completed|ok)\\b[^,;0-9]{0,20}\\b(?:on|after|in|with)\\b.{0,12}\\b(?:attempts?|retry|retries|tries)\\b"
              + "|\\b(?:attempt|retry|try) (?:#?\\d+ )?(?:(?:of|/) ?\\d+ )?(?:succeeded|passed|was successful)\\b",
          List.of(
              "attempt",
              "retry",
              "retries",
              "tries",
              "try succ",
              "try pass",
              "try was",
              "try #",
              "try 1",
              "try 2",
              "try 3",
              "try 4",
              "try 5"));

  /** A tool fetched what it wanted, so that a lost connection before did not stop it. */
  static final Signature WENT_THROUGH =
      Signature.sign(
          "went_through",
          "^ *Downloaded \\S+ v\\d|\\bis (?:now )?(?:available|up and running|reachable)\\b|^Successfully (?:installed|downloaded|built|pushed|tagged) |^Fetched [\\d.,]+ ?\\w+ in |^added \\d+ packages?\\b|^(?:Installed|Resolved|Prepared|Audited) \\d+ packages? in "
              + "|^Setting up \\S+ \\(|^Status: (?:Downloaded newer image|Image is up to date)|^Login Succeeded|^Bundle complete!|^(?:success Saved|Done in \\d)"
              + "|^[\\d.: -]+ \\(.*\\) - .* saved \\[\\d|^\\[INFO\\] BUILD SUCCESS$|^BUILD SUCCESSFUL in |^Unpacking objects: 100%|^Receiving objects: 100%",
          List.of(
              "downloaded ",
              "is available",
              "is now available",
              "up and running",
              "is reachable",
              "is now reachable",
              "successfully ",
              "fetched ",
              "added ",
              "installed ",
              "resolved ",
              "prepared ",
              "audited ",
              "setting up ",
              "status: image",
              "login succeeded",
              "bundle complete",
              "success saved",
              "done in ",
              " saved [",
              "build success",
              "objects: 100%"));

  /** It will be tried again: of several attempts this was not the last. */
  static final Signature TRIES_AGAIN =
      Signature.sign(
          "tries_again",
          "(?i)\\bwill (?:be )?retr(?:y|ied)\\b|\\bretry(?:ing)?\\b.{0,24}\\bin \\d|\\bbefore (?:trying again|retry)|\\btrying again\\b|\\bRetry\\(total=[1-9]"
              + "|\\bretrying\\b(?:\\.\\.\\.|\\.|…| \\(\\d| request)|\\b[1-9]\\d* (?:re)?tr(?:y|ies) (?:left|remaining)\\b|\\battempt [1-9] failed with\\b",
          List.of(
              "retry",
              "retried",
              "retrying",
              "tries left",
              "tries remaining",
              "try left",
              "trying again",
              "attempt "));

  /** All of them; they are found along with the signatures and speak for no category. */
  static final Set<Signature> SIGNS = Set.of(SIGN, WENT_THROUGH, TRIES_AGAIN);

  private Overcome() {}
}
