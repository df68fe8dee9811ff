package io.closedloop.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.demo.Terminal.Tone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void anEventIsOneLineWithTheTimeSinceTheBeginning() {
    Terminal terminal = terminal(false);
    now = Instant.EPOCH.plusMillis(12_345);

    terminal.event("network", Tone.GOOD, "green");

    assertThat(printed()).isEqualTo("[ 12.3 s] network             green%n".formatted());
  }

  @Test
  void coloursAreGivenOnlyWhereTheyAreWanted() {
    terminal(true).event("network", Tone.GOOD, "green");

    assertThat(printed()).contains("\u001b[32mgreen\u001b[0m");
  }

  @Test
  void textOfARepositoryCannotSteerTheTerminal() {
    Terminal terminal = terminal(true);

    terminal.diff("+\u001b]0;owned\u0007 \u202egnp.exe");
    terminal.problem("\u001b[2Jgone");

    assertThat(printed()).doesNotContain("\u001b]", "\u0007", "\u202e", "\u001b[2J");
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  private Terminal terminal(boolean colours) {
    InstantSource clock = () -> now;
    return new Terminal(new PrintStream(bytes, true, UTF_8), colours, clock);
  }
}
