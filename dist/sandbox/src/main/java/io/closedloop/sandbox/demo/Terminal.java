package io.closedloop.sandbox.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * What the demo prints, with the time since it began, in colours where a person looks at it. Any
 * thread may print.
 */
final class Terminal {
  /** How a line is meant. */
  enum Tone {
    PLAIN(""),
    QUIET("\u001b[2m"),
    BUSY("\u001b[36m"),
    WAIT("\u001b[33m"),
    GOOD("\u001b[32m"),
    BAD("\u001b[31m"),
    STRONG("\u001b[1m");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private static final String RESET = "\u001b[0m";
  private final PrintStream out;
  private final boolean colours;
  private final InstantSource clock;
  private final Instant began;

  Terminal(PrintStream out, boolean colours, InstantSource clock) {
    this.out = out;
    this.colours = colours;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** Standard output; colours unless it is no terminal or somebody asked for none. */
  static Terminal ofThisProcess(InstantSource clock) {
    boolean colours =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(System.out, colours, clock);
  }

  /** The time since the demo began. */
  Duration elapsed() {
    return Duration.between(began, clock.instant());
  }

  /** A headline after an empty line. */
  synchronized void title(String text) {
    out.println();
    out.println(painted(Tone.STRONG, clean(text)));
  }

  void plain(String text) {
    out.println("  " + clean(text));
  }

  /** What went wrong, on as many lines as it has. */
  synchronized void problem(String text) {
    text.lines().forEach(line -> out.println(painted(Tone.BAD, clean(line))));
  }

  /** One thing that happened in a scenario just now. */
  void event(String scenario, Tone tone, String text) {
    out.printf(
        Locale.ROOT,
        "%s %-19s %s%n",
        painted(Tone.QUIET, "[%s]".formatted(seconds(elapsed()))),
        clean(scenario),
        painted(tone, clean(text)));
  }

  /** Lines of a diff, indented, as somebody reads it before saying yes. */
  synchronized void diff(String text) {
    text.lines().forEach(line -> out.println("      " + painted(toneOfDiff(line), clean(line))));
  }

  /** Lines as they are, indented. */
  void quote(String text) {
    text.lines().forEach(line -> out.println("      " + painted(Tone.QUIET, "| " + clean(line))));
  }

  /** A line of the table, already padded. */
  void row(Tone tone, String line) {
    out.println(painted(tone, clean(line)));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%5.1f s", time.toMillis() / 1000.0);
  }

  private static Tone toneOfDiff(String line) {
    return line.startsWith("+") ? Tone.GOOD : line.startsWith("-") ? Tone.BAD : Tone.PLAIN;
  }

  private String painted(Tone tone, String text) {
    return colours && !tone.code.isEmpty() ? tone.code + text + RESET : text;
  }

  /** Names, logs and messages come from repositories: none of it may steer the terminal. */
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\t]]", "?");
  }
}
