package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes price lists. */
public final class Export {
  private Export() {}

  public static void write(Path folder, List<String> prices) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("prices.txt"), prices);
  }
}
