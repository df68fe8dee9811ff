package io.closedloop.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite itself, which the driver brings for each kind of machine. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Lays the library for this machine into a folder, and has the driver load it. Left alone it does
   * the same, but then compares what it wrote byte by byte, which takes a twentieth of a start.
   * Where there is none for this machine, it is left to say so.
   */
  public static void load(Path folder) {
    System.setProperty("org.sqlite.tmpdir", folder.toString());
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in != null) {
        Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        System.setProperty("org.sqlite.lib.path", folder.toString());
        System.setProperty("org.sqlite.lib.name", name);
      }
      new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite cannot be loaded: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("SQLite cannot be unpacked into " + folder, e);
    }
  }
}
