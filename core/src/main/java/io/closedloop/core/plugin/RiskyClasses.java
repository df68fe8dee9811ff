package io.closedloop.core.plugin;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Finds what a plugin uses to act behind the core's back. It warns and cannot prevent: PF4J is no
 * sandbox, and class names can be hidden.
 */
final class RiskyClasses {
  private static final Set<String> HARMLESS =
      Set.of(
          "java/net/URI",
          "java/net/URISyntaxException",
          "java/net/URLEncoder",
          "java/net/URLDecoder");

  // Tags of the constant pool, as chapter 4.4 of the JVM's specification numbers them.
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int DYNAMIC = 17;
  private static final int CALL = 18;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  private RiskyClasses() {}

  /** Names of such classes that the jar's classes mention, sorted. */
  static Set<String> in(Path jar) throws IOException {
    Set<String> found = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = new BufferedInputStream(file.getInputStream(entry))) {
            scan(in, found);
          } catch (EOFException | UTFDataFormatException e) {
            found.add("a class that cannot be read");
          }
        }
      }
    }
    return found;
  }

  /**
   * Reads no further than the constant pool, and by hand: the platform's reader of class files
   * costs a start more than all of its work here.
   */
  private static void scan(InputStream classFile, Set<String> found) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    if (in.readInt() != 0xCAFEBABE) {
      found.add("a class that cannot be read");
      return;
    }
    in.skipNBytes(4);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    BitSet names = new BitSet(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts[i] = in.readUTF();
        case CLASS -> names.set(in.readUnsignedShort());
        case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skipNBytes(2);
        case METHOD_HANDLE -> in.skipNBytes(3);
        case LONG, DOUBLE -> {
          in.skipNBytes(8);
          i++; // they take two places
        }
        case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, CALL ->
            in.skipNBytes(4);
        default -> {
          found.add("a class that cannot be read");
          return;
        }
      }
    }
    names.stream()
        .mapToObj(i -> i < count ? texts[i] : null)
        .filter(name -> name != null && risky(name))
        .forEach(name -> found.add(name.replace('/', '.')));
  }

  private static boolean risky(String name) {
    return (name.startsWith("java/net/") && !HARMLESS.contains(name))
        || name.startsWith("javax/net/")
        || name.startsWith("java/nio/channels/")
        || name.startsWith("java/lang/reflect/")
        || name.startsWith("java/lang/ProcessBuilder")
        || name.equals("java/lang/Runtime")
        || name.equals("sun/misc/Unsafe");
  }
}
