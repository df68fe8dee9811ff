package io.closedloop.core.app;

import io.closedloop.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a server keeps everything in: its store, its secrets, its log, the operator's
 * plugins and settings.
 */
public record Home(Path folder) {

  /** The folder that is used unless another is named: {@code ~/.closedloop}. */
  static Path usual(Map<String, String> env, @Nullable Path named) {
    if (named != null) {
      return named.toAbsolutePath().normalize();
    }
    String set = env.get("CLOSEDLOOP_HOME");
    return set == null || set.isBlank()
        ? Path.of(System.getProperty("user.home"), ".closedloop")
        : Path.of(set).toAbsolutePath().normalize();
  }

  /** Makes the folders that are missing, for the owner only. */
  static Home open(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (String inside : new String[] {"plugins", "tools", "conf", "logs", "work"}) {
        Files.createDirectories(folder.resolve(inside));
      }
      return new Home(folder.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the home folder " + folder + " cannot be made or written; name another with --home", e);
    }
  }

  Path store() {
    return folder.resolve("closedloop.db");
  }

  Path plugins() {
    return folder.resolve("plugins");
  }

  Path pluginCopies() {
    return folder.resolve("work").resolve("plugins");
  }

  /**
   * Where native libraries are unpacked to; emptied at each start, since a killed process leaves
   * its own behind.
   */
  Path natives() {
    return folder.resolve("work").resolve("native");
  }

  Path signatures() {
    return folder.resolve("conf").resolve("signatures");
  }

  Path configuration() {
    return folder.resolve("conf").resolve("closedloop.yml");
  }

  Path log() {
    return folder.resolve("logs").resolve("closedloop.log");
  }

  /** Says which process serves this home, and where. */
  Path running() {
    return folder.resolve("server.properties");
  }

  Path webhookSecretFile() {
    return folder.resolve("webhook-secret");
  }

  Path adminTokenFile() {
    return folder.resolve("admin-token");
  }

  /** Empties the folder of native libraries. */
  void prepareNatives() {
    try {
      Files.createDirectories(natives());
      try (var old = Files.newDirectoryStream(natives())) {
        for (Path file : old) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(natives() + " cannot be emptied", e);
    }
  }

  /** The secret of that file, made on first use and readable by the owner only. */
  Secret secret(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      String value = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (value.isEmpty()) {
        throw new IllegalStateException(file + " is empty; delete it to have a new one made");
      }
      return Secret.of(value);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read or made", e);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    try (var out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      out.write(
          java.nio.ByteBuffer.wrap(
              (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (FileAlreadyExistsException somebodyWasFirst) {
      // read below like any other
    }
  }
}
