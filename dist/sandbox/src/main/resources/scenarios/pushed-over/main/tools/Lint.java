import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reports what this project does not want in its text files; exit code 1 if there is any. */
class Lint {
  public static void main(String[] folders) throws IOException {
    List<String> findings = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          check(file, findings);
        }
      }
    }
    findings.forEach(System.out::println);
    if (!findings.isEmpty()) {
      System.out.println(findings.size() + " problem(s) found");
      System.exit(1);
    }
  }

  private static void check(Path file, List<String> findings) throws IOException {
    String text = Files.readString(file);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].equals(lines[i].stripTrailing())) {
        findings.add(file + ":" + (i + 1) + ": trailing whitespace");
      }
      if (lines[i].indexOf('\t') >= 0) {
        findings.add(file + ":" + (i + 1) + ": tab character");
      }
    }
    if (!text.isEmpty() && !text.endsWith("\n")) {
      findings.add(file + ": no newline at end of file");
    }
  }
}
