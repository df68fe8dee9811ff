package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes price lists, one at a time. */
public final class Export {
  private Export() {}

  public static void write(Path folder, List<String> prices) throws IOException {
    Path lock = Files.createDirectories(folder).resolve("lock");
    if (Files.deleteIfExists(lock)) {
      throw new IllegalStateException("another export was under way; its lock is removed");
    }
    Files.createFile(lock);
    Files.write(folder.resolve("prices.txt"), prices);
  }
}
