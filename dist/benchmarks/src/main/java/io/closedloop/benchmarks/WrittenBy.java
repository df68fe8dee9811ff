package io.closedloop.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes that decide what a filled store looks like; as long as they are the same, so is what
 * they would write.
 *
 * @param distribution whose server wrote it
 */
record WrittenBy(Path distribution) {
  private static final Pattern DECIDES =
      Pattern.compile("(?:io/closedloop/(?:api|core/(?:journal|incident|learn))|db/migration)/.+");
  private static final List<Class<?>> OURS =
      List.of(FilledHome.class, StoredFailures.class, Story.class);

  /** A short name for what they are now. */
  String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> type : OURS) {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
          digest.update(in == null ? new byte[0] : in.readAllBytes());
        }
      }
      try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
        for (Path jar : jars.filter(WrittenBy::own).sorted().toList()) {
          add(digest, jar);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean own(Path jar) {
    return jar.getFileName().toString().startsWith("closedloop-");
  }

  private static void add(MessageDigest digest, Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> DECIDES.matcher(entry.getName()).matches())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          digest.update(in.readAllBytes());
        }
      }
    }
  }

  /** Removes from the folder what other versions wrote. */
  static void dropOthers(Path folder, String kept) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path other : all.filter(it -> !it.endsWith(kept)).toList()) {
        Scratch.remove(other);
      }
    }
  }
}
