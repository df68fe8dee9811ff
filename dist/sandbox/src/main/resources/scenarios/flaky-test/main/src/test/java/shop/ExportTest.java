package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportTest {
  /** The runner keeps this folder from job to job. */
  private final Path folder = Path.of(System.getenv("RUNNER_TOOL_CACHE"), "shop-export");

  @Test
  void eachPriceIsOneLine() throws IOException {
    Export.write(folder, List.of("tea 250", "coffee 300"));

    assertEquals(2, Files.readAllLines(folder.resolve("prices.txt")).size());
  }
}
