package io.closedloop.core.app;

import io.closedloop.core.diagnose.SignatureSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signature files that were read together without a problem when the distribution was built, by
 * their digests. To read them again tells nothing new, so a start need not wait for it.
 */
final class KnownSignatures {
  private KnownSignatures() {}

  /** Whether all of these are known; an operator's file never is. */
  static boolean all(List<SignatureSource> sources, Path list) {
    if (!Files.exists(list) || sources.stream().anyMatch(source -> source.category() == null)) {
      return false;
    }
    try (var lines = Files.lines(list)) {
      Set<String> known = lines.map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
      return sources.stream().allMatch(source -> known.contains(digest(source)));
    } catch (IOException | UncheckedIOException e) {
      return false; // then they are read, which says more
    }
  }

  /** Writes the list as {@code sha256sum} would. */
  static void write(List<SignatureSource> sources, Path list) throws IOException {
    Files.write(
        list,
        sources.stream().map(source -> digest(source) + "  " + source.name()).toList(),
        StandardCharsets.UTF_8);
  }

  private static String digest(SignatureSource source) {
    try (InputStream content = source.content().open();
        DigestInputStream in =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(source.name() + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
