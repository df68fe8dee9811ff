import static java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import static java.lang.classfile.ClassFile.StackMapsOption;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes a jar's classes of Java 5 anew as such of Java 8, with the frames that those need. No
 * cache of classes takes older ones, and to verify them takes longer.
 */
final class Lift {
  private static final int JAVA_8 = 52;

  private Lift() {}

  /** Takes the jar to read and the one to write. */
  public static void main(String[] args) throws IOException {
    Path to = Path.of(args[1]);
    Files.createDirectories(to.getParent());
    try (JarFile from = new JarFile(args[0]);
        URLClassLoader types = new URLClassLoader(new URL[] {Path.of(args[0]).toUri().toURL()});
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream out = new JarOutputStream(file)) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(types)));
      for (JarEntry entry : Collections.list(from.entries())) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? lifted(classes, content) : content);
      }
    }
  }

  private static byte[] lifted(ClassFile classes, byte[] content) {
    ClassModel old = classes.parse(content);
    if (old.majorVersion() >= JAVA_8) {
      return content;
    }
    return classes.build(
        old.thisClass().asSymbol(),
        lifted -> {
          lifted.withVersion(JAVA_8, 0);
          for (ClassElement element : old) {
            switch (element) {
              case ClassFileVersion _ -> {}
              case MethodModel method ->
                  lifted.transformMethod(
                      method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
              default -> lifted.with(element);
            }
          }
        });
  }
}
