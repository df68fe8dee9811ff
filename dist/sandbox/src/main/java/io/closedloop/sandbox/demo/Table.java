package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How every story ended, one row each, at most 120 columns wide. */
final class Table {
  private static final List<String> HEADS =
      List.of("scenario", "diagnosis", "action", "proof", "end", "time", "right");

  /** The widest each column may be. */
  private static final List<Integer> MOST = List.of(19, 37, 18, 8, 14, 7, 5);

  private final Terminal terminal;
  private final String url;

  /** A table that leads to the incidents of the server at this address. */
  Table(Terminal terminal, String url) {
    this.terminal = terminal;
    this.url = url;
  }

  /** A scenario that is not played, since the machine lacks these programs. */
  record Absent(String scenario, List<String> programs) {}

  void print(List<Story> stories, List<Absent> absent) {
    Duration now = terminal.elapsed();
    List<List<String>> rows = new ArrayList<>(List.of(HEADS));
    stories.forEach(story -> rows.add(row(story, now)));
    List<Integer> widths =
        IntStream.range(0, HEADS.size())
            .mapToObj(i -> rows.stream().mapToInt(row -> cut(row, i).length()).max().orElse(0))
            .toList();
    terminal.title("What became of it");
    terminal.row(Tone.STRONG, line(HEADS, widths));
    terminal.row(Tone.QUIET, widths.stream().map("-"::repeat).collect(Collectors.joining("  ")));
    for (int i = 0; i < stories.size(); i++) {
      Story story = stories.get(i);
      terminal.row(story.isGood() ? Tone.GOOD : Tone.BAD, line(rows.get(i + 1), widths));
    }
    for (Absent one : absent) {
      String name =
          one.scenario() + " ".repeat(Math.max(0, widths.getFirst() - one.scenario().length()));
      terminal.row(
          Tone.QUIET, name + "  not run: " + String.join(", ", one.programs()) + " is not here");
    }
    long good = stories.stream().filter(Story::isGood).count();
    long bad = stories.size() - good;
    terminal.row(
        bad == 0 ? Tone.GOOD : Tone.BAD,
        good
            + " right"
            + (bad == 0 ? "" : ", " + bad + " wrong")
            + (absent.isEmpty() ? "" : ", " + absent.size() + " not run"));
    stories.stream().filter(story -> !story.isGood()).forEach(this::problem);
  }

  private void problem(Story story) {
    terminal.title(story.name() + " did not end as it should");
    if (story.complaints().isEmpty()) {
      terminal.problem("  it is not over");
    }
    story.complaints().forEach(what -> terminal.problem("  " + what));
    story
        .incident()
        .ifPresent(it ->
            terminal.plain("it stands so: " + it.now() + "; see " + url + "/incidents/" + it.id()));
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
        .mapToObj(i -> cut(cells, i) + " ".repeat(widths.get(i) - cut(cells, i).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static String cut(List<String> cells, int column) {
    String cell = cells.get(column);
    int most = MOST.get(column);
    return cell.length() <= most ? cell : cell.substring(0, most - 1) + "…";
  }
}
