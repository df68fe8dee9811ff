package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.config.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start tells what its operator wrote in vain, and nothing about what nobody wrote. */
class OperatorsNotesTest {
  private static final String WITHOUT_EFFECT = "circuit_breakers: {enabled: true}\n";
  @TempDir Path folder;

  private List<Note> notes(boolean own) throws IOException {
    Path distribution = folder.resolve("distribution");
    Path home = folder.resolve("home");
    for (Path place : own ? List.of(distribution, home) : List.of(distribution)) {
      Files.writeString(
          Files.createDirectories(place.resolve("conf")).resolve("closedloop.yml"), WITHOUT_EFFECT);
    }
    Bootstrap bootstrap =
        new Bootstrap(new Place(distribution, null), new Version("1", "1"), Map.of());
    Bootstrap.Checked checked =
        bootstrap.check(new Bootstrap.Choice(home, null, null, 0, Map.of()));
    try {
      assertThat(checked.notes()).extracting(Note::message).anyMatch(it -> it.contains("breakers"));
      return bootstrap.operatorsNotes(checked);
    } finally {
      checked.plugins().close();
      checked.parts().github().close();
    }
  }

  @Test
  void theSettingsOfTheDistributionAreNotRemarkedOn() throws IOException {
    assertThat(notes(false)).isEmpty();
  }

  @Test
  void thoseOfTheHomeAre() throws IOException {
    assertThat(notes(true))
        .singleElement()
        .satisfies(note -> assertThat(note.file()).contains("home"));
  }
}
