package io.closedloop.core.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The templates of all paths that the client can ask for, read from its compiled code: the text
 * that precedes each making of an {@link Endpoint}.
 */
final class Templates {
  private static final String MAKER = Endpoint.class.getName().replace('.', '/');
  private static final String SHORT = Calls.class.getName().replace('.', '/');

  private Templates() {}

  static Set<String> inTheCode() throws IOException {
    Set<String> templates = new TreeSet<>();
    try (Stream<Path> classes = Files.list(folder())) {
      classes
          .filter(file -> file.toString().endsWith(".class"))
          .map(Templates::parse)
          .filter(type -> !type.thisClass().asInternalName().equals(MAKER))
          .flatMap(type -> type.methods().stream())
          // It passes on what others give it.
          .filter(method -> !method.methodName().stringValue().equals("at"))
          .flatMap(method -> method.code().stream())
          .forEach(code -> collect(code, templates));
    }
    return templates;
  }

  private static Path folder() {
    URI place =
        URI.create(GitHub.class.getResource("GitHub.class").toString().replaceAll("[^/]+$", ""));
    return Path.of(place);
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(CodeModel code, Set<String> templates) {
    String text = "no constant text";
    for (CodeElement element : code) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof String value) {
        text = value;
      } else if (element instanceof InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        if (owner.equals(SHORT) && name.equals("at")) {
          templates.add(text.isEmpty() ? "repos/{owner}/{repo}" : "repos/{owner}/{repo}/" + text);
        } else if (owner.equals(MAKER) && name.equals("of")) {
          templates.add(text);
        }
      }
    }
  }
}
