package io.closedloop.sandbox.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit away from the git configuration of the machine and of the user: it would read them,
 * ask a git program where they are, and note the file system's clock in the user's home.
 */
final class Homeless extends SystemReader.Delegate {
  private Homeless(SystemReader usual) {
    super(usual);
  }

  /** JGit knows only one reader for the whole process. */
  static void install() {
    if (!(SystemReader.getInstance() instanceof Homeless)) {
      SystemReader.setInstance(new Homeless(SystemReader.getInstance()));
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {
    Empty(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is no file behind it.
    }

    @Override
    public void save() {
      // There is no file behind it.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
