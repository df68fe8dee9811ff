package io.closedloop.core.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The note in the home folder that says which process serves it and where. */
final class RunningServer {
  private static final Logger log = LoggerFactory.getLogger(RunningServer.class);
  private final Path file;

  RunningServer(Home home) {
    this.file = home.running();
  }

  /** A server that is alive. */
  record Alive(ProcessHandle process, String host, int port) {
    String url() {
      return "http://"
          + (host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host)
          + ":"
          + port;
    }
  }

  void write(String host, int port) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ProcessHandle me = ProcessHandle.current();
    String text =
        "pid=%d\nstarted=%s\nhost=%s\nport=%d\n"
            .formatted(
                me.pid(), me.info().startInstant().map(Object::toString).orElse(""), host, port);
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      move(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("{} stays behind; \"closedloop status\" will find that its process is gone", file);
    }
  }

  /**
   * The live server of this home, or empty. A number that another process got later is not taken
   * for it.
   */
  Optional<Alive> find() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties note = new Properties();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      note.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    long pid = Long.parseLong(note.getProperty("pid", "0"));
    String started = note.getProperty("started", "");
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> p.info().startInstant().map(Object::toString).orElse("").equals(started))
        .map(p ->
            new Alive(
                p,
                note.getProperty("host", "127.0.0.1"),
                Integer.parseInt(note.getProperty("port", "0"))));
  }
}
