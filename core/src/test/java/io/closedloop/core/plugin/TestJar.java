package io.closedloop.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds real plugin jars from sources. */
final class TestJar {
  private final String id;
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> extensions = new ArrayList<>();

  private TestJar(String id) {
    this.id = id;
    manifest.put("Plugin-Id", id);
    manifest.put("Plugin-Version", "1.0.0");
  }

  static TestJar of(String id) {
    return new TestJar(id);
  }

  /** A plugin with one action whose factory and action are made of these pieces of Java. */
  static TestJar action(String id, String type, Action pieces) {
    String name = "Factory" + Integer.toHexString(id.hashCode());
    return of(id).extension("p." + name, pieces.source(name, type));
  }

  /** The pieces of Java that make an action's factory. */
  record Action(String record, String constructor, String create, String propose) {
    static final Action PLAIN =
        new Action("record Config() {}", "", "", "return new Proposal.Nothing(\"nothing to do\");");

    Action config(String newRecord) {
      return new Action(newRecord, constructor, create, propose);
    }

    Action constructing(String statements) {
      return new Action(record, statements, create, propose);
    }

    Action creating(String statements) {
      return new Action(record, constructor, statements, propose);
    }

    Action proposing(String statements) {
      return new Action(record, constructor, create, statements);
    }

    String source(String name, String type) {
      return """
      package p;
      import io.closedloop.api.*;
      public class %1$s implements RecoveryActionFactory<%1$s.Config> {
        public %3$s
        public %1$s() { %4$s }
        public String type() { return "%2$s"; }
        public Class<Config> configType() { return Config.class; }
        public RecoveryAction create(Config config, PluginContext context) {
          %5$s
          return new RecoveryAction() {
            public ActionSpec spec() { return ActionSpec.of("test").reaching("localhost"); }
            public Proposal propose(Situation situation) throws Exception { %6$s }
          };
        }
      }
      """
          .formatted(name, type, record, constructor, create, propose);
    }
  }

  TestJar manifest(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  TestJar withoutManifest(String name) {
    manifest.remove(name);
    return this;
  }

  TestJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  TestJar extension(String className, String source) {
    extensions.add(className);
    return source(className, source);
  }

  TestJar withoutIndex() {
    extensions.clear();
    return this;
  }

  TestJar entry(String name, String content) {
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Puts the classes of the API into the jar, as a careless build does. */
  TestJar bundlingTheApi() throws IOException {
    Path api = home(io.closedloop.api.PluginFactory.class);
    Path root =
        Files.isDirectory(api) ? api : java.nio.file.FileSystems.newFileSystem(api).getPath("/");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        entries.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return this;
  }

  Path into(Path folder) {
    try {
      Files.createDirectories(folder);
      Path jar = folder.resolve(id + ".jar");
      Manifest meta = new Manifest();
      meta.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.forEach((name, value) -> meta.getMainAttributes().putValue(name, value));
      if (!extensions.isEmpty()) {
        entry("META-INF/extensions.idx", String.join("\n", extensions) + "\n");
      }
      compile();
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream file = new JarOutputStream(out, meta)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          file.putNextEntry(new JarEntry(entry.getKey()));
          file.write(entry.getValue());
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile() throws IOException {
    Path classes = Files.createTempDirectory("test-jar");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<JavaFileObject> units = new ArrayList<>();
      sources.forEach((name, text) -> units.add(new Source(name, text)));
      if (!units.isEmpty()
          && !compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of(
                      "-d", classes.toString(), "-cp", classPath(), "-proc:none", "-parameters"),
                  null,
                  units)
              .call()) {
        throw new IllegalStateException("the test's plugin does not compile: " + messages);
      }
    }
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private static String classPath() {
    return Stream.of(
            io.closedloop.api.PluginFactory.class,
            org.pf4j.ExtensionPoint.class,
            org.slf4j.Logger.class,
            org.jspecify.annotations.Nullable.class,
            org.apiguardian.api.API.class)
        .map(type -> home(type).toString())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static Path home(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
