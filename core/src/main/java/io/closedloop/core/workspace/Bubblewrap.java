package io.closedloop.core.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox of Flatpak.
 *
 * @param program {@code bwrap}, 0.7 or newer
 */
record Bubblewrap(Path program) implements Sandbox.Wrapping {
  /**
   * Where a server that runs as root, even one without capabilities, could set the kernel of the
   * whole machine.
   */
  private static final List<String> KERNEL =
      List.of("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi", "mtrr");

  @Override
  public String words() {
    return "bubblewrap (" + program + ")";
  }

  /**
   * Root keeps its capabilities in bubblewrap unless told otherwise. With {@code --die-with-parent}
   * the tool goes when the thread that started it does, so the caller's thread must live on; it
   * waits anyway.
   */
  @Override
  public List<String> wrap(Box box) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session"));
    line.addAll(List.of("--cap-drop", "ALL", "--hostname", "sandbox"));
    line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
    for (String part : KERNEL) {
      line.addAll(List.of("--ro-bind-try", "/proc/" + part, "/proc/" + part));
    }
    for (String folder : List.of("/tmp", "/dev/shm")) {
      line.addAll(List.of("--size", Long.toString(box.limits().fileBytes()), "--tmpfs", folder));
    }
    for (Mount mount : box.mounts()) {
      line.addAll(
          switch (mount) {
            case Mount.Read(Path source, String at) -> List.of("--ro-bind", source.toString(), at);
            case Mount.Write(Path source, String at) -> List.of("--bind", source.toString(), at);
            case Mount.Link(String to, String at) -> List.of("--symlink", to, at);
          });
    }
    line.addAll(List.of("--remount-ro", "/", "--chdir", Box.FOLDER, "--"));
    line.addAll(box.limitedCommand());
    return line;
  }
}
