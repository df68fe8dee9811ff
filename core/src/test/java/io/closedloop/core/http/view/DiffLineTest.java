package io.closedloop.core.http.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiffLineTest {
  private static List<String> kinds(String preview) {
    return DiffLine.of(preview).stream().map(line -> line.kind() + " " + line.text()).toList();
  }

  @Test
  void linesAreToldApartByTheHunksOwnCount() {
    String preview =
        """
        diff --git a/q.sql b/q.sql
        --- a/q.sql
        +++ b/q.sql
        @@ -1,3 +1,3 @@
         select 1;
        --- old comment
        +++ new comment
        -@@ -9 +9 @@
        +x
        diff --git a/b b/b
        """;
    assertThat(kinds(preview))
        .containsExactly(
            "file diff --git a/q.sql b/q.sql",
            "file --- a/q.sql",
            "file +++ b/q.sql",
            "hunk @@ -1,3 +1,3 @@",
            "same  select 1;",
            "del --- old comment",
            "add +++ new comment",
            "del -@@ -9 +9 @@",
            "add +x",
            "file diff --git a/b b/b");
  }

  @Test
  void spacesAtTheEndOfAChangedLineAreVisible() {
    List<DiffLine> lines = DiffLine.of("@@ -1 +1 @@\n-total \t \n+total\n");
    assertThat(lines.get(1)).isEqualTo(new DiffLine("del", "-total", "·→·"));
    assertThat(lines.get(2)).isEqualTo(new DiffLine("add", "+total", ""));
  }

  @Test
  void whatHidesOrReordersTextIsWrittenOut() {
    assertThat(kinds("@@ -0,0 +1,2 @@\n+if (admin\u202e) {\u2066\n+a\u200bb\u0007"))
        .containsExactly(
            "hunk @@ -0,0 +1,2 @@",
            "add +if (admin\\u{202e}) {\\u{2066}",
            "add +a\\u{200b}b\\u{7}");
  }

  @Test
  void aMalformedHunkHarmsNothing() {
    assertThat(DiffLine.of("@@ -1,99999999999 +1 @@\n+x\n@@ -1,999999999 +1 @@\n+y")).hasSize(4);
    assertThat(DiffLine.of("")).isEmpty();
  }
}
