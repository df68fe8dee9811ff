package io.closedloop.core.workspace;

/** What git says an entry of a tree is. */
public enum FileMode {
  REGULAR("100644", "a file"),
  EXECUTABLE("100755", "an executable file"),
  SYMLINK("120000", "a symbolic link"),
  SUBMODULE("160000", "a submodule");

  private final String git;
  private final String words;

  FileMode(String git, String words) {
    this.git = git;
    this.words = words;
  }

  /**
   * The entry of this mode.
   *
   * @param mode six octal digits, for example {@code 100644}
   * @throws IllegalArgumentException for a folder and for what git does not know
   */
  public static FileMode ofGit(String mode) {
    for (FileMode each : values()) {
      if (each.git.equals(mode)) {
        return each;
      }
    }
    throw new IllegalArgumentException("not the mode of an entry of a git tree: " + mode);
  }

  /** Six octal digits, as git's tree API takes them. */
  public String git() {
    return git;
  }

  /** Whether it holds content of its own that a patch can replace. */
  public boolean isFile() {
    return this == REGULAR || this == EXECUTABLE;
  }

  String words() {
    return words;
  }
}
