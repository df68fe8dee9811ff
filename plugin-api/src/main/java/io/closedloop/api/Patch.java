package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * New contents of files, by path. The core compares them with the commit they are for and judges
 * the real difference.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Patch(List<FileChange> files) {

  public Patch {
    files = List.copyOf(files);
    Map<String, FileChange> byPath = new LinkedHashMap<>();
    for (FileChange file : files) {
      if (byPath.put(file.path(), file) != null) {
        throw new IllegalArgumentException("two changes of one file: " + file.path());
      }
    }
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The change of one file to this text. */
  public static Patch ofText(String path, String content) {
    return new Patch(List.of(new FileChange(path, content)));
  }

  /**
   * One file.
   *
   * @param path relative, with forward slashes
   * @param content the whole new text, in UTF-8; null deletes the file
   */
  public record FileChange(String path, @Nullable String content) {
    public FileChange {
      if (path.isBlank()
          || path.startsWith("/")
          || path.contains("\\")
          || List.of(path.split("/")).contains("..")) {
        throw new IllegalArgumentException("not a path inside a repository: " + path);
      }
    }
  }
}
