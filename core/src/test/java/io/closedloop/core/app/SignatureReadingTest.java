package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.SignatureSource;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureReadingTest {
  private final SignatureSource shipped = file("testing", "signatures: [] # shipped");
  private final SignatureSource other = file("security", "signatures: [] # too");
  private final List<String> read = new ArrayList<>();
  @TempDir private Path folder;

  private static SignatureSource file(@Nullable String category, String text) {
    return new SignatureSource(
        "plugin!" + category + ".yml",
        category,
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Path list() {
    return folder.resolve("signatures.sha256");
  }

  private boolean known(SignatureSource... sources) {
    return KnownSignatures.all(List.of(sources), list());
  }

  private SignatureReading reading(boolean known, Problem... problems) {
    var with = new Engines.With(Set.of("testing"), 0.5, (_, _, draft) -> draft);
    return new SignatureReading(
        () -> known,
        () -> {
          read.add("read");
          return new Engines.Built(with.engine(List.of()), List.of(), List.of(problems), with);
        });
  }

  @BeforeEach
  void seal() throws IOException {
    KnownSignatures.write(List.of(shipped, other), list());
  }

  @Test
  void whatWasReadWhenTheDistributionWasBuiltIsKnownByItsContent() throws IOException {
    assertThat(known(shipped, other)).isTrue();
    assertThat(known(shipped)).as("a category that is switched off").isTrue();
    assertThat(known(shipped, file("security", "signatures: [] # Too")))
        .as("one letter changed")
        .isFalse();
    assertThat(Files.readAllLines(list()))
        .first()
        .asString()
        .as("as sha256sum writes it")
        .matches("[0-9a-f]{64}  plugin!testing.yml");
  }

  @Test
  void anOperatorsFileIsNeverKnownAndMakesAllBeRead() {
    assertThat(known(shipped, file(null, "signatures: [] # shipped"))).isFalse();
  }

  @Test
  void withoutAListOrWithADamagedOneNothingIsKnown() throws IOException {
    Files.write(list(), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(known(shipped)).isFalse();
    Files.delete(list());
    assertThat(known(shipped)).isFalse();
  }

  @Test
  void whatIsKnownIsReadWhenItIsFirstNeededAndOnce() {
    SignatureReading reading = reading(true);
    assertThat(reading.sound()).isTrue();
    assertThat(read).isEmpty();
    assertThat(reading.engine()).isNotNull();
    assertThat(reading.built()).isSameAs(reading.built());
    assertThat(read).hasSize(1);
  }

  @Test
  void whatIsNotKnownIsReadBeforeItIsCalledSound() {
    assertThat(reading(false).sound()).isTrue();
    assertThat(reading(false, new Problem("own.yml", 3, "has no id")).sound()).isFalse();
    assertThat(read).hasSize(2);
  }

  @Test
  void aReadingThatFailsSaysWhy() {
    SignatureReading reading =
        new SignatureReading(
            () -> false,
            () -> {
              throw new FileNotFoundException("gone");
            });
    assertThatThrownBy(reading::sound).hasRootCauseMessage("gone");
  }
}
