import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Downloads every artifact that the file names from REGISTRY_URL. */
class Fetch {
  public static void main(String[] args) throws IOException {
    for (String name : Files.readAllLines(Path.of(args[0]))) {
      URI artifact = URI.create(System.getenv("REGISTRY_URL") + "/artifacts/" + name);
      System.out.println("Downloading " + artifact);
      try (InputStream in = artifact.toURL().openStream()) {
        System.out.println("Downloaded " + in.readAllBytes().length + " bytes");
      }
    }
  }
}
