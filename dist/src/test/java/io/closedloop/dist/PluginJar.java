package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds a real plugin jar with one action, whose {@code propose} is the given Java. */
final class PluginJar {
  private PluginJar() {}

  static void write(Path folder, String type, String propose) throws IOException {
    String source =
        """
        package p;
        import io.closedloop.api.*;
        public class Factory implements RecoveryActionFactory<Factory.Config> {
          public record Config() {}
          public String type() { return "%s"; }
          public Class<Config> configType() { return Config.class; }
          public RecoveryAction create(Config config, PluginContext context) {
            return new RecoveryAction() {
              public ActionSpec spec() { return ActionSpec.of("code_formatting"); }
              public Proposal propose(Situation situation) throws Exception { %s }
            };
          }
        }
        """
            .formatted(type, propose);
    Path classes = Files.createTempDirectory("plugin");
    compile(source, classes);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Plugin-Id", type.replace('_', '-'));
    manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
    Files.createDirectories(folder);
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(folder.resolve(type + ".jar")), manifest);
        Stream<Path> files = Files.walk(classes)) {
      jar.putNextEntry(new JarEntry("META-INF/extensions.idx"));
      jar.write("p.Factory\n".getBytes(UTF_8));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
  }

  private static void compile(String source, Path classes) throws IOException {
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("string:///p/Factory.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-d", classes.toString(), "-cp", libraries(), "-proc:none", "-nowarn");
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, null, options, null, List.of(unit))
            .call();
    if (!compiled) {
      throw new IllegalStateException("the test's plugin does not compile; see standard error");
    }
  }

  private static String libraries() throws IOException {
    Path distribution = Path.of(requireNonNull(System.getProperty("closedloop.distribution")));
    try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }
}
