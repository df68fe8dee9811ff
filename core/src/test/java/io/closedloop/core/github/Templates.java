package io.closedloop.core.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Methods and templates of all that the client can ask for, read from its compiled code: the text
 * that precedes each making of an {@link Endpoint}, and the method of whatever takes that next.
 */
final class Templates {
  private static final String MAKER = Endpoint.class.getName().replace('.', '/');
  private static final String SHORT = Calls.class.getName().replace('.', '/');
  private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");

  private final List<ClassModel> classes;
  private final Set<String> found = new TreeSet<>();

  private Templates(List<ClassModel> classes) {
    this.classes = classes;
  }

  static Set<String> inTheCode() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      Templates templates =
          new Templates(
              files
                  .filter(file -> file.toString().endsWith(".class"))
                  .map(Templates::parse)
                  .filter(type -> !type.thisClass().asInternalName().equals(MAKER))
                  .toList());
      templates.classes.stream()
          .flatMap(type -> type.methods().stream())
          // It passes on what others give it.
          .filter(method -> !method.methodName().stringValue().equals("at"))
          .forEach(templates::collect);
      return templates.found;
    }
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

  private static Stream<CodeElement> code(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream());
  }

  private void collect(MethodModel method) {
    String text = "no constant text";
    String verb = "GET";
    List<String> made = new ArrayList<>();
    for (CodeElement element : code(method).toList()) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof String value) {
        verb = WRITES.contains(value) ? value : verb;
        text = value;
      } else if (element instanceof InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        if (owner.equals(SHORT) && name.equals("at")) {
          made.add(text.isEmpty() ? "repos/{owner}/{repo}" : "repos/{owner}/{repo}/" + text);
        } else if (owner.equals(MAKER) && name.equals("of")) {
          made.add(text);
        } else if (call.type().stringValue().split("\\)", 2)[0].contains(MAKER + ";")) {
          String with =
              owner.equals(SHORT) && name.equals("write") ? verb : verbWithin(owner, name);
          made.forEach(template -> found.add(with + " " + template));
          made.clear();
          verb = "GET";
        }
      }
    }
    // Only its address is taken.
    made.forEach(
        template ->
            found.add((template.equals(Endpoint.GRAPHQL) ? "POST " : "GET ") + template));
  }

  /** The method with which another asks for what it is given, also from within a lambda. */
  private String verbWithin(String owner, String name) {
    Set<String> verbs =
        classes.stream()
            .filter(type -> type.thisClass().asInternalName().equals(owner))
            .flatMap(type -> type.methods().stream())
            .filter(method ->
                method.methodName().stringValue().equals(name)
                    || method.methodName().stringValue().startsWith("lambda$" + name + "$"))
            .flatMap(Templates::code)
            .flatMap(element ->
                element instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof String value
                        && WRITES.contains(value)
                    ? Stream.of(value)
                    : Stream.<String>empty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (verbs.size() > 1) {
      throw new IllegalStateException(owner + "." + name + " asks in several ways: " + verbs);
    }
    return verbs.isEmpty() ? "GET" : verbs.iterator().next();
  }
}
