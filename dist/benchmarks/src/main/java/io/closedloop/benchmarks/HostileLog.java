package io.closedloop.benchmarks;

import io.closedloop.core.diagnose.Signature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Logs that somebody made to be expensive; the same ones each time. */
enum HostileLog {
  ONE_LINE("one line of 10 MB"),
  BAIT("bait for nested quantifiers"),
  LITERALS("every signature's literals"),
  INVALID("invalid UTF-8"),
  NULS("NULs and escapes"),
  GROUPS("1 million ##[group]");

  /** Those that are promised to cost little; the other shows what the worst one costs. */
  static final Set<HostileLog> PROMISED = EnumSet.complementOf(EnumSet.of(LITERALS));

  private static final int BYTES = 10_000_000;
  private static final int MOST_GROUPS = 1_000_000;

  /** As it stands in the report. */
  final String words;

  HostileLog(String words) {
    this.words = words;
  }

  /** Writes it at this scale. */
  void write(Path file, List<Signature> signatures, double scale) throws IOException {
    Random random = new Random(7);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      if (this == GROUPS) {
        for (int i = 0; i < MOST_GROUPS * scale; i++) {
          out.write("##[group]Run make\n".getBytes(StandardCharsets.UTF_8));
        }
        return;
      }
      for (long written = 0; written < BYTES * scale; ) {
        byte[] part = part(random, signatures);
        out.write(part);
        written += part.length;
      }
    }
  }

  private byte[] part(Random random, List<Signature> signatures) {
    return switch (this) {
      case ONE_LINE -> text(sometimes(random, signatures) + " and so on without an end; ");
      case BAIT -> text(sometimes(random, signatures) + bait(random) + "!\n");
      case LITERALS ->
          text(
              literal(random, signatures)
                  + ": "
                  + literal(random, signatures)
                  + ", "
                  + literal(random, signatures)
                  + "\n");
      case INVALID -> {
        byte[] line = new byte[120];
        random.nextBytes(line);
        for (int i = 0; i < line.length; i++) {
          line[i] |= (byte) 0x80;
        }
        byte[] word = text(sometimes(random, signatures));
        System.arraycopy(word, 0, line, 20, Math.min(word.length, 80));
        line[119] = '\n';
        yield line;
      }
      case NULS ->
          text(
              "\u0000\u001b[1m"
                  + String.join(
                      "\u0000",
                      (sometimes(random, signatures)
                              + " usual text of a line that some tool prints while it works at what it was told to do")
                          .split("", -1))
                  + "\u001b[0m\r\n");
      case GROUPS -> text("##[group]Run make\n");
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One line in ten says something that a signature looks for. */
  private static String sometimes(Random random, List<Signature> signatures) {
    return random.nextInt(10) == 0 ? literal(random, signatures) : "";
  }

  private static String literal(Random random, List<Signature> signatures) {
    List<String> literals = signatures.get(random.nextInt(signatures.size())).literals();
    return literals.get(random.nextInt(literals.size()));
  }

  private static String bait(Random random) {
    return List.of("a", "1.", "x=", " ", "(", "\\", "a/", "aA: ")
        .get(random.nextInt(8))
        .repeat(100 + random.nextInt(200));
  }
}
