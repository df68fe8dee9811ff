package io.closedloop.core.plugin;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
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

  private RiskyClasses() {}

  /** Names of such classes that the jar's classes mention, sorted. */
  static Set<String> in(Path jar) throws IOException {
    Set<String> found = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          scan(file.getInputStream(entry).readAllBytes(), found);
        }
      }
    }
    return found;
  }

  private static void scan(byte[] classFile, Set<String> found) {
    try {
      for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
        if (entry instanceof ClassEntry mentioned && risky(mentioned.asInternalName())) {
          found.add(mentioned.asInternalName().replace('/', '.'));
        }
      }
    } catch (IllegalArgumentException e) {
      found.add("a class that cannot be read");
    }
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
