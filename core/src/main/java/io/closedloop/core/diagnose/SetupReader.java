package io.closedloop.core.diagnose;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of a job's log what it ran on and with: what the runner says when it sets up the job,
 * and what tools say of themselves. One pass in bounded memory over the first part of the log.
 */
final class SetupReader {
  /** Setting up comes first; what stands behind so much is the work itself. */
  static final long MOST_BYTES = 16L << 20;

  private static final int MOST_VERSIONS = 2_000;
  private static final int LONGEST = 120;
  private static final int LONGEST_LINE = 4_096;
  private static final Pattern ACTION =
      Pattern.compile(
          "^Download (?:action repository|immutable action package) '([^'@]+)@([^']+)'(?: \\(SHA:([0-9a-f]+)\\))?");
  private static final Pattern COMMIT = Pattern.compile("^Source commit SHA: ([0-9a-f]+)");
  private static final byte[] GROUP = LinePrefix.ascii("##[group]");
  private static final byte[] END = LinePrefix.ascii("##[endgroup]");
  private static final byte[] DOWNLOAD = LinePrefix.ascii("Download ");
  private static final byte[] SOURCE = LinePrefix.ascii("Source commit SHA: ");

  private final List<Said> said;
  private final WordFinder literals;

  /**
   * One way in which a version is said.
   *
   * @param name null where the pattern finds it
   */
  private record Said(@Nullable String name, String literal, Pattern pattern) {}

  SetupReader() {
    said = shipped();
    literals = new WordFinder(WordFinder.inAnyCase(said.stream().map(Said::literal).toList()));
  }

  private static List<Said> shipped() {
    try (InputStream in = SetupReader.class.getResourceAsStream("versions.txt")) {
      if (in == null) {
        throw new IllegalStateException("versions.txt is not beside " + SetupReader.class);
      }
      List<Said> all = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] part = line.split("\t", 3);
          all.add(
              new Said(part[0].equals("*") ? null : part[0], part[1], Pattern.compile(part[2])));
        }
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the log says; not closed. */
  JobSetup read(InputStream log) throws IOException {
    return new Reading().all(new Head(log));
  }

  /** The state of one reading. */
  private final class Reading {
    private final Map<String, String> actions = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private String group = "";
    private String image = "";
    private String imageVersion = "";
    private String system = "";
    private @Nullable String lastAction;

    JobSetup all(InputStream log) throws IOException {
      LineReader reader = new LineReader(log);
      LinePrefix prefix = new LinePrefix();
      Line line = new Line();
      while (reader.next(line)) {
        prefix.strip(line);
        one(line);
      }
      String named = image.isEmpty() ? system : (image + " " + imageVersion).strip();
      return new JobSetup(named.isEmpty() ? null : cut(named), actions, versions);
    }

    private void one(Line line) {
      if (line.startsWith(GROUP)) {
        line.from += GROUP.length;
        group = line.length() < LONGEST ? line.text() : "";
      } else if (line.startsWith(END)) {
        group = "";
      } else if (group.equals("Runner Image")) {
        image(line.text());
      } else if (group.equals("Operating System")) {
        system = cut((system + " " + line.text()).strip());
      } else if (line.startsWith(DOWNLOAD)) {
        action(line.text());
      } else if (line.startsWith(SOURCE)) {
        commit(line.text());
      }
      if (line.length() <= LONGEST_LINE) {
        literals.scan(line.bytes, line.from, line.to, word -> version(said.get(word), line));
      }
    }

    private void image(String text) {
      if (text.startsWith("Image: ")) {
        image = text.substring("Image: ".length()).strip();
      } else if (text.startsWith("Version: ")) {
        imageVersion = text.substring("Version: ".length()).strip();
      }
    }

    private void action(String text) {
      Matcher found = ACTION.matcher(text);
      if (found.find() && actions.size() < MOST_VERSIONS) {
        lastAction = cut(found.group(1));
        actions.put(
            lastAction,
            cut(found.group(2)) + (found.group(3) == null ? "" : commitWords(found.group(3))));
      }
    }

    private void commit(String text) {
      Matcher found = COMMIT.matcher(text);
      if (lastAction != null && found.find()) {
        actions.computeIfPresent(
            lastAction, (_, ref) -> ref.contains(" (") ? ref : ref + commitWords(found.group(1)));
      }
    }

    private void version(Said how, Line line) {
      Matcher found = how.pattern().matcher(line.text());
      while (found.find() && versions.size() < MOST_VERSIONS) {
        String name = how.name() == null ? found.group(1) : how.name();
        versions.putIfAbsent(cut(name), cut(found.group(how.name() == null ? 2 : 1)));
      }
    }
  }

  private static String commitWords(String sha) {
    return " (" + sha.substring(0, Math.min(12, sha.length())) + ")";
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** The first part of a log. */
  private static final class Head extends java.io.FilterInputStream {
    private long left = MOST_BYTES;

    Head(InputStream log) {
      super(log);
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? super.read() : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (left <= 0) {
        return most == 0 ? 0 : -1;
      }
      int read = super.read(into, from, (int) Math.min(most, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
