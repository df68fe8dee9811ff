package io.closedloop.core.workspace;

import java.nio.file.Path;
import java.util.List;

/**
 * Where checkouts live, where tools are looked for, and how much either may use.
 *
 * @param home the server's own folder: checkouts lie in {@code work/checkouts}, and {@code tools/}
 *     holds the operator's tools
 * @param shippedTools {@code tools/} of the distribution; need not exist
 * @param programFolders where programs are looked for, in this order; absolute
 * @param javaHome of the JVM that runs {@code NAME.jar}
 */
public record WorkspaceOptions(
    Path home,
    Path shippedTools,
    List<Path> programFolders,
    Path javaHome,
    CheckoutLimits checkout,
    ToolLimits tool) {

  public WorkspaceOptions {
    home = home.toAbsolutePath().normalize();
    programFolders = List.copyOf(programFolders);
    for (Path folder : programFolders) {
      if (!folder.isAbsolute() || folder.normalize().startsWith(home)) {
        throw new IllegalArgumentException(
            "a folder of programs must be absolute and outside " + home + ", not " + folder);
      }
    }
  }

  /** The usual folders and limits, with this JVM. */
  public static WorkspaceOptions of(Path home, Path shippedTools) {
    return new WorkspaceOptions(
        home,
        shippedTools,
        List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")),
        Path.of(System.getProperty("java.home")),
        CheckoutLimits.DEFAULT,
        ToolLimits.DEFAULT);
  }

  Path checkouts() {
    return home.resolve("work").resolve("checkouts");
  }

  /** The operator's tools come first, so that a newer one can be laid beside what was shipped. */
  List<Path> toolFolders() {
    return List.of(home.resolve("tools"), shippedTools.toAbsolutePath().normalize());
  }

  /**
   * How large a repository may be.
   *
   * @param entries files, folders and links
   * @param bytes unpacked, and also as downloaded
   * @param fileBytes of one file
   */
  public record CheckoutLimits(int entries, long bytes, long fileBytes) {
    /** 100,000 entries, 1 GB, 100 MB for one file (GitHub's own limit). */
    public static final CheckoutLimits DEFAULT =
        new CheckoutLimits(100_000, 1_000_000_000L, 100_000_000L);
  }

  /**
   * What one run of a tool may use.
   *
   * @param memoryBytes of data in each process
   * @param heapMegabytes of a tool that is a jar
   * @param fileBytes of each file it writes, and of all in its {@code /tmp}
   * @param processes and threads at once
   * @param outputBytes kept of each of its two outputs; the rest is read and dropped
   */
  public record ToolLimits(
      long memoryBytes, int heapMegabytes, long fileBytes, int processes, int outputBytes) {
    /** 4 GB of memory, 512 MB of heap, 256 MB of files, 512 processes, 1 MB of output. */
    public static final ToolLimits DEFAULT =
        new ToolLimits(4L << 30, 512, 256L << 20, 512, 1_000_000);
  }
}
