package io.closedloop.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  static Set<String> in(JarFile jar) throws IOException {
    Set<String> found = new TreeSet<>();
    for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
      if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
        try (InputStream in = jar.getInputStream(entry)) {
          scan(ByteBuffer.wrap(in.readAllBytes()), found);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
          found.add("a class that cannot be read");
        }
      }
    }
    return found;
  }

  /**
   * Reads no further than the constant pool, and by hand: the platform's reader of class files
   * costs a start more than all of its work here.
   */
  private static void scan(ByteBuffer in, Set<String> found) {
    if (in.getInt() != 0xCAFEBABE) {
      found.add("a class that cannot be read");
      return;
    }
    skip(in, 4);
    int count = Short.toUnsignedInt(in.getShort());
    int[] texts = new int[count];
    BitSet names = new BitSet(count);
    for (int i = 1; i < count; i++) {
      int tag = in.get();
      switch (tag) {
        case UTF8 -> {
          texts[i] = in.position();
          skip(in, Short.toUnsignedInt(in.getShort()));
        }
        case CLASS -> names.set(Short.toUnsignedInt(in.getShort()));
        case STRING, METHOD_TYPE, MODULE, PACKAGE -> skip(in, 2);
        case METHOD_HANDLE -> skip(in, 3);
        case LONG, DOUBLE -> {
          skip(in, 8);
          i++; // they take two places
        }
        case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, CALL ->
            skip(in, 4);
        default -> {
          found.add("a class that cannot be read");
          return;
        }
      }
    }
    names.stream()
        .filter(i -> i < count && texts[i] > 0)
        .mapToObj(i -> text(in, texts[i]))
        .filter(RiskyClasses::risky)
        .forEach(name -> found.add(name.replace('/', '.')));
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }

  /** Names of the platform's classes are ASCII. */
  private static String text(ByteBuffer in, int at) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort(at))];
    in.get(at + 2, text);
    return new String(text, StandardCharsets.ISO_8859_1);
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
