package io.closedloop.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key that people may write: alone, in any company, misspelled, and with nonsense. */
class EveryKeyTest {
  private final ConfigLoader loader = new ConfigLoader();
  private final Map<List<String>, Node> leaves = new LinkedHashMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EveryKeyTest.class.getResourceAsStream("every-key.yml"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      collect(new YamlReader("every-key.yml", problem -> {}).read(text), List.of());
    }
    assertThat(leaves).hasSizeGreaterThan(150);
  }

  private void collect(Node node, List<String> path) {
    if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach((key, entry) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(key);
            collect(entry.value(), longer);
          });
    } else {
      leaves.put(path, node);
    }
  }

  @Test
  void everySelectionOfKeysLoadsAndHoldsWhatItSays() throws IOException {
    Random random = new Random(7);
    Config shipped = loader.shipped();
    for (int round = 0; round < 60; round++) {
      Map<String, Object> tree = new LinkedHashMap<>();
      leaves.forEach((path, node) -> {
        if (random.nextInt(10) == 0) {
          put(tree, path, text(node));
        }
      });
      String document = flow(tree);
      Loaded loaded = load(document);
      assertThat(loaded.problems()).as(document).isEmpty();
      assertThat(loaded.config()).as(document).isEqualTo(shipped);
    }
  }

  @Test
  void aMisspelledKeyIsFoundInItsLineWithTheRightOne() throws IOException {
    for (Map.Entry<List<String>, Node> leaf : leaves.entrySet()) {
      List<String> path = leaf.getKey();
      String right = path.getLast();
      List<String> wrong = new ArrayList<>(path.subList(0, path.size() - 1));
      wrong.add(right + "q");
      Loaded loaded = load(lines(wrong, text(leaf.getValue())));
      assertThat(loaded.problems())
          .as(String.join(".", path))
          .anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(path.size());
            assertThat(problem.file()).endsWith("closedloop.yml");
            assertThat(problem.message()).contains(right + "q", right);
          });
      assertThat(loaded.config()).isNull();
    }
  }

  @Test
  void nonsenseAndNothingInPlaceOfAValueAreFoundInTheirLine() throws IOException {
    for (Map.Entry<List<String>, Node> leaf : leaves.entrySet()) {
      boolean freeText =
          leaf.getValue() instanceof Node.Scalar scalar
              && !scalar.text().matches("[0-9.]+|true|false|automatic|supervised|analysis_only");
      if (freeText || leaf.getKey().getFirst().equals("environments")) {
        continue;
      }
      String name = String.join(".", leaf.getKey());
      assertThat(load(lines(leaf.getKey(), "soon")).problems())
          .as(name)
          .anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(leaf.getKey().size());
            assertThat(problem.message()).contains(leaf.getKey().getLast(), "soon");
          });
    }
  }

  @Test
  void everyKeyHasARowAndEveryRowAKey() {
    Set<String> keys = new TreeSet<>();
    leaves.keySet().stream()
        .filter(path -> !path.getFirst().equals("environments"))
        .forEach(path -> keys.add(String.join(".", path)));
    new Origins(Node.emptyMapping(new Position("default", 0)), null, new Secrets())
        .settings(loader.shipped())
        .forEach(setting -> keys.add(setting.key()));

    assertThat(keys).allSatisfy(key -> assertThat(InEffect.of(key)).as(key).isPresent());
    assertThat(InEffect.ROWS.keySet())
        .allSatisfy(
            row -> assertThat(keys).as(row).anyMatch(key -> (key + ".").startsWith(row + ".")));
  }

  @Test
  void whatHasNoEffectIsSaidWithItsReason() throws IOException {
    for (List<String> path : leaves.keySet()) {
      Standing standing = InEffect.of(String.join(".", path)).orElse(new Standing.Live());
      List<Note> notes = load(lines(path, text(Objects.requireNonNull(leaves.get(path))))).notes();
      switch (standing) {
        case Standing.Live _, Standing.AfterRestart _ -> {
          boolean entries =
              InEffect.ENTRIES.keySet().stream()
                  .anyMatch(entry -> entry.startsWith(String.join(".", path) + "."));
          if (!path.getFirst().equals("environments")) {
            assertThat(notes)
                .as("%s", path)
                .allMatch(note -> entries && note.message().contains(", listed or not"));
          }
        }
        case Standing.NotYet _ ->
            assertThat(notes)
                .as("%s", path)
                .singleElement()
                .asString()
                .endsWith(": accepted, not yet in effect");
        case Standing.Never(String why) ->
            assertThat(notes)
                .as("%s", path)
                .singleElement()
                .asString()
                .endsWith(": no effect, because " + why);
      }
    }
  }

  private Loaded load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("closedloop.yml"), text);
    return loader.load(new LoadRequest(List.of(file), null, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tree, List<String> path, String value) {
    Map<String, Object> at = tree;
    for (String key : path.subList(0, path.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }
    at.put(path.getLast(), value);
  }

  private static String flow(Object tree) {
    return tree instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + flow(Objects.requireNonNull(entry.getValue())))
            .collect(Collectors.joining(", ", "{", "}"))
        : tree.toString();
  }

  private static String lines(List<String> path, String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      text.append(" ".repeat(i)).append(path.get(i)).append(':');
      text.append(i < path.size() - 1 ? "\n" : " " + value + "\n");
    }
    return text.toString();
  }

  private static String text(Node node) {
    return switch (node) {
      case Node.Scalar scalar when scalar.style() == Node.Style.QUOTED -> "'" + scalar.text() + "'";
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list -> list.items().stream().map(EveryKeyTest::text).toList().toString();
      case Node.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue().value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
