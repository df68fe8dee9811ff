package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same view as bubblewrap's, built with util-linux alone: namespaces of its own, then a new
 * root in which only the mounts exist. Weaker in that inner mounts of a read-only folder stay as
 * they were.
 *
 * @param program {@code unshare}
 * @param setpriv {@code setpriv}, which ties the life of the sandbox to ours
 * @param script what builds the root, for {@code sh -c}
 */
record Unshare(Path program, Path setpriv, String script) implements Sandbox.Wrapping {

  static Unshare of(Path program, Path setpriv) {
    try (InputStream script = Unshare.class.getResourceAsStream("unshare.sh")) {
      if (script == null) {
        throw new IllegalStateException("unshare.sh is missing from the core's jar");
      }
      return new Unshare(program, setpriv, new String(script.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("unshare.sh cannot be read from the core's jar", e);
    }
  }

  @Override
  public String words() {
    return "unshare (" + program + ")";
  }

  @Override
  public List<String> wrap(Box box) {
    List<String> line =
        new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "KILL", program.toString()));
    line.addAll(
        List.of("--user", "--map-root-user", "--mount", "--net", "--pid", "--ipc", "--uts"));
    line.addAll(List.of("--fork", "--kill-child", "--", "/bin/sh", "-c", script, "sandbox"));
    line.addAll(List.of(box.scratch().toString(), Long.toString(box.limits().fileBytes())));
    for (Mount mount : box.mounts()) {
      line.addAll(
          switch (mount) {
            case Mount.Read(Path source, String at) -> List.of("read", source.toString(), at);
            case Mount.Write(Path source, String at) -> List.of("write", source.toString(), at);
            case Mount.Link(String to, String at) -> List.of("link", to, at);
          });
    }
    line.add("--");
    line.addAll(box.limitedCommand());
    return line;
  }
}
