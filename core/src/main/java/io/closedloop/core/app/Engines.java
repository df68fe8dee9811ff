package io.closedloop.core.app;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.SignatureMatch;
import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.SignatureEntry;
import io.closedloop.core.diagnose.SignatureLoader;
import io.closedloop.core.diagnose.SignatureProblem;
import io.closedloop.core.diagnose.SignatureSource;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Outcome;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.Wired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the diagnosis engine of the signatures that category plugins and operators brought. */
final class Engines {
  private static final Logger log = LoggerFactory.getLogger(Engines.class);
  private static final Duration REFINE = Duration.ofSeconds(10);

  private Engines() {}

  /**
   * The engine, and what is wrong with signature files; what the problems name is left out of it.
   */
  record Built(
      DiagnosisEngine engine, List<SignatureEntry> entries, List<Problem> problems, With with) {}

  /** What an engine is built of besides its signatures. */
  record With(
      Set<String> categories, Set<String> outside, double minimumConfidence, Refiner refiner) {
    DiagnosisEngine engine(List<SignatureEntry> entries) {
      return new DiagnosisEngine(
          entries.stream().map(SignatureEntry::signature).toList(),
          minimumConfidence,
          refiner,
          outside);
    }
  }

  static Built build(
      Catalogue catalogue, PluginCall calls, List<Path> operatorFolders, double minimumConfidence) {
    List<SignatureSource> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    catalogue
        .categories()
        .forEach((name, category) ->
            category
                .signatures()
                .forEach(file ->
                    sources.add(
                        new SignatureSource(
                            category.instance().pluginId() + "!" + file.name(),
                            name,
                            file::open))));
    for (Path folder : operatorFolders) {
      for (Path file : yamlFiles(folder, problems)) {
        sources.add(new SignatureSource(file.toString(), null, () -> Files.newInputStream(file)));
      }
    }
    SignatureLoader.Loaded loaded = SignatureLoader.load(sources, catalogue.categories().keySet());
    loaded.problems().stream().map(Engines::problem).forEach(problems::add);
    With with =
        new With(
            catalogue.categories().keySet(),
            catalogue.correlating(),
            minimumConfidence,
            new ByPlugin(catalogue, calls));
    return new Built(with.engine(loaded.entries()), loaded.entries(), problems, with);
  }

  static Problem problem(SignatureProblem problem) {
    return new Problem(problem.file(), problem.line(), problem.message());
  }

  private static List<Path> yamlFiles(Path folder, List<Problem> problems) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".yml") || f.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add(new Problem(folder.toString(), 0, "cannot be listed: " + e));
      return List.of();
    }
  }

  /**
   * Lets the category's plugin take its second look; whatever goes wrong there leaves the draft as
   * it is.
   */
  private record ByPlugin(Catalogue catalogue, PluginCall calls) implements Refiner {
    @Override
    public Diagnosis refine(Evidence evidence, List<SignatureMatch> matches, Diagnosis draft) {
      Optional<Wired.Category> category = catalogue.category(draft.category());
      if (category.isEmpty()) {
        return draft;
      }
      var instance = category.get().instance();
      Outcome<Diagnosis> outcome =
          calls.call(
              instance, "refine", REFINE, () -> instance.object().refine(evidence, matches, draft));
      if (outcome instanceof Outcome.Returned<Diagnosis>(Diagnosis refined)
          && refined.category().equals(draft.category())) {
        return refined;
      }
      log.warn(
          "category {} did not refine its diagnosis ({}); the draft stands",
          draft.category(),
          outcome.describe());
      return draft;
    }
  }
}
