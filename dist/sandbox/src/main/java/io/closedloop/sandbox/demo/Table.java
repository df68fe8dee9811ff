package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How every story ended, one row each. */
final class Table {
  private static final List<String> HEADS =
      List.of("scenario", "diagnosis", "action", "proof", "end", "time", "as it should");

  private Table() {}

  static void print(List<Story> stories, Terminal terminal) {
    Duration now = terminal.elapsed();
    List<List<String>> rows = new ArrayList<>(List.of(HEADS));
    stories.forEach(story -> rows.add(row(story, now)));
    List<Integer> widths =
        IntStream.range(0, HEADS.size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    terminal.title("What became of it");
    terminal.row(Tone.STRONG, line(HEADS, widths));
    terminal.row(Tone.QUIET, widths.stream().map("-"::repeat).collect(Collectors.joining("  ")));
    for (int i = 0; i < stories.size(); i++) {
      Story story = stories.get(i);
      terminal.row(story.isGood() ? Tone.GOOD : Tone.BAD, line(rows.get(i + 1), widths));
    }
    for (Story story : stories) {
      story.complaints().forEach(what -> terminal.problem(story.name() + ": " + what));
    }
  }

  private static List<String> row(Story story, Duration now) {
    String time = Terminal.seconds(story.took(now));
    String good = story.isGood() ? "yes" : "no";
    return story
        .incident()
        .map(it ->
            List.of(
                story.name(),
                it.diagnosis(),
                it.actions(),
                it.proof(),
                it.isOver() ? it.state() : "unfinished",
                time,
                good))
        .orElse(List.of(story.name(), "none", "none", "-", "unfinished", time, good));
  }

  private static String line(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> cells.get(i) + " ".repeat(widths.get(i) - cells.get(i).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
