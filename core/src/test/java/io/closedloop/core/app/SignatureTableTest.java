package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.diagnose.SignatureEntry;
import io.closedloop.core.diagnose.SignatureLoader;
import io.closedloop.core.diagnose.SignatureSource;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Signatures as {@code closedloop signatures list} and {@code show} print them. */
class SignatureTableTest {
  private static final String YAML =
      """
      category: testing
      signatures:
        - id: broken
          subcategory: unit_test
          tool: prove
          transient: history
          weight: 80
          pattern: 'Result: FAIL'
          positive: 'Result: FAIL'
          negative: 'Result: PASS'
          source: {kind: run, what: prove 3}
      """;

  private static <T> String printed(T what, BiConsumer<T, PrintWriter> print) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    print.accept(what, out);
    out.flush();
    return text.toString();
  }

  private static List<SignatureEntry> entries() {
    return SignatureLoader.load(
            List.of(
                new SignatureSource(
                    "own.yml",
                    null,
                    () -> new ByteArrayInputStream(YAML.getBytes(StandardCharsets.UTF_8)))),
            Set.of("testing"))
        .entries();
  }

  /**
   * Whether a failure passes is printed in the words of the file: history is neither yes nor no.
   */
  @Test
  void transienceIsPrintedAsTheFileSaysIt() {
    assertThat(printed(entries(), SignatureTable::text)).containsPattern("prove +history +80 run");
    assertThat(printed(entries(), SignatureTable::json)).contains("\"transient\" : \"history\"");
    assertThat(printed(entries().getFirst(), SignatureTable::one))
        .containsPattern("transient +history\\R");
  }

  @Test
  void theListEndsWithWhatItsSignaturesComeFrom() {
    assertThat(printed(entries(), SignatureTable::text)).endsWith("1 signatures: 1 by run.\n");
  }
}
