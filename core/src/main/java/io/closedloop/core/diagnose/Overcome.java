package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * The words by which wrappers say that a command went well when they tried it again. What failed
 * before is then no cause of anything.
 */
final class Overcome {
  /** Found along with all others; it speaks for no category. */
  static final Signature SIGN =
      new Signature(
          "overcome",
          "",
          "",
          null,
          Signature.Passes.NO,
          1,
          Signature.Reads.OUTPUT,
          false,
          Pattern.compile(
              "(?i)\\b(?:succeeded|passed|successful(?:ly)?|completed|ok)\\b.{0,20}\\b(?:on|after|in|with)\\b.{0,12}\\b(?:attempts?|retry|retries|tries)\\b"
                  + "|\\b(?:attempt|retry|try) (?:#?\\d+ )?(?:(?:of|/) ?\\d+ )?(?:succeeded|passed|was successful)\\b"),
          List.of("attempt", "retry", "retries", "tries", "try "),
          List.of(),
          List.of());

  private Overcome() {}
}
