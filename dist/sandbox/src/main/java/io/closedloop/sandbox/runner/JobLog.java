package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.world.Annotation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a job's log in GitHub's raw format: a BOM, CRLF, and a time stamp of seven decimals on
 * each line. Workflow commands that a program prints become annotations.
 */
final class JobLog implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn").withZone(ZoneOffset.UTC);
  private static final Pattern COMMAND = Pattern.compile("::(\\w+)(?: ([^:]*))?::(.*)");
  private static final Pattern PARAMETER = Pattern.compile("(file|line|title)=([^,]*)");
  private static final int SEVEN_DECIMALS = "yyyy-MM-ddTHH:mm:ss.1234567".length();
  private final InstantSource clock;
  private final BufferedWriter out;
  private final List<Annotation> annotations = new ArrayList<>();
  private int lines;

  JobLog(Path file, InstantSource clock) throws IOException {
    this.clock = clock;
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    out.write('\uFEFF');
  }

  List<Annotation> annotations() {
    return List.copyOf(annotations);
  }

  void line(String text) {
    try {
      out.write(STAMP.format(clock.instant()), 0, SEVEN_DECIMALS);
      out.write("Z ");
      out.write(text);
      out.write("\r\n");
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a job's log", e);
    }
  }

  void group(String title, Iterable<String> inside) {
    line("##[group]" + title);
    inside.forEach(this::line);
    line("##[endgroup]");
  }

  /**
   * An error of the runner itself; it also becomes an annotation, which GitHub hangs on .github.
   */
  void error(String message) {
    line("##[error]" + message);
    annotations.add(new Annotation(".github", lines, "failure", "", message));
  }

  /** A line that a step has printed. */
  void printed(String text) {
    Matcher command = COMMAND.matcher(text);
    if (!command.matches()) {
      line(text);
      return;
    }
    String message = command.group(3);
    switch (command.group(1)) {
      case "error" -> remark("failure", "##[error]", command);
      case "warning" -> remark("warning", "##[warning]", command);
      case "notice" -> remark("notice", "##[notice]", command);
      case "group" -> line("##[group]" + message);
      case "endgroup" -> line("##[endgroup]");
      default -> line(text);
    }
  }

  private void remark(String level, String mark, Matcher command) {
    String path = ".github";
    String title = "";
    int at = lines + 1;
    if (command.group(2) != null) {
      Matcher parameter = PARAMETER.matcher(command.group(2));
      while (parameter.find()) {
        switch (parameter.group(1)) {
          case "file" -> path = parameter.group(2);
          case "title" -> title = parameter.group(2);
          default ->
              at =
                  parameter.group(2).matches("\\d{1,9}")
                      ? Integer.parseInt(parameter.group(2))
                      : at;
        }
      }
    }
    line(mark + command.group(3));
    annotations.add(new Annotation(path, at, level, title, command.group(3)));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
