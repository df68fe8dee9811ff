package io.closedloop.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the dependencies of the core's packages pointing one way. */
class HouseTest {

  private static final String CORE = "io.closedloop.core";

  /** Fewer classes seen means that the rules look at nothing; raise it as the core grows. */
  private static final int FLOOR = 400;

  /** What each package may use besides itself, the plugin API and the libraries. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("config", Set.of()),
          Map.entry("plugin", Set.of("config")),
          Map.entry("store", Set.of("config")),
          Map.entry("journal", Set.of("store")),
          Map.entry("event", Set.of("journal")),
          Map.entry("schedule", Set.of("store")),
          Map.entry("github", Set.of("config")),
          Map.entry("intake", Set.of("store", "event", "journal", "schedule", "github")),
          Map.entry("diagnose", Set.of("event", "journal", "plugin", "github", "config", "report")),
          Map.entry("incident", Set.of("event", "journal", "store")),
          Map.entry("plan", Set.of("config", "incident", "learn")),
          Map.entry(
              "recover",
              Set.of(
                  "intake",
                  "diagnose",
                  "incident",
                  "learn",
                  "plan",
                  "plugin",
                  "schedule",
                  "github",
                  "workspace",
                  "event",
                  "journal",
                  "store",
                  "outage",
                  "config")),
          Map.entry("history", Set.of("store", "diagnose", "report")),
          Map.entry("report", Set.of()),
          Map.entry("outage", Set.of("incident", "journal", "schedule", "store")),
          Map.entry("workspace", Set.of("config")),
          Map.entry("notify", Set.of("incident", "journal", "plugin", "schedule", "store")),
          Map.entry("gate", Set.of("incident", "github")),
          Map.entry("learn", Set.of("store", "event", "journal", "incident")),
          Map.entry(
              "http",
              Set.of(
                  "diagnose",
                  "github",
                  "intake",
                  "incident",
                  "journal",
                  "learn",
                  "recover",
                  "store",
                  "outage",
                  "history")));

  /** Libraries that one or two packages hide from all the others. */
  private static final Map<String, Set<String>> ONLY_IN =
      Map.of(
          "org.pf4j", Set.of("plugin"),
          "org.yaml", Set.of("config"),
          "okhttp3", Set.of("github", "plugin"),
          "org.eclipse.jetty", Set.of("http"),
          "com.google.inject", Set.of("app"),
          "picocli", Set.of("app"),
          "com.github.kagkarlsson", Set.of("schedule", "store"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CORE);

  static Set<String> packages() {
    return MAY_USE.keySet();
  }

  static Set<String> libraries() {
    return ONLY_IN.keySet();
  }

  @Test
  void theRulesLookAtTheRealCore() {
    assertThat(CLASSES.size()).isGreaterThanOrEqualTo(FLOOR);
  }

  @Test
  void everyClassLivesInAPackageOfTheHouse() {
    assertThat(CLASSES)
        .allSatisfy(type -> assertThat(roomOf(type)).isIn(union(MAY_USE.keySet(), "app")));
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(it -> assertThat(isNullMarked(it)).as(it.getName()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyWhatItMay(String name) {
    noClasses()
        .that()
        .resideInAPackage(room(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(roomsClosedTo(name))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsKnownOnlyToThePackageThatHidesIt(String library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms(ONLY_IN.getOrDefault(library, Set.of())))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void timeComesFromAnInjectedClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(room("app"))
        .should()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** What a reload replaces would be kept stale by whoever took it once and for all. */
  @Test
  void whatAReloadReplacesIsInjectedAsAProvider() {
    for (Class<?> live :
        List.of(
            io.closedloop.core.plan.Policy.class,
            io.closedloop.core.outage.OutageRules.class,
            io.closedloop.core.workspace.Policy.class,
            io.closedloop.core.notify.Routing.class,
            io.closedloop.core.diagnose.PriorityRules.class,
            io.closedloop.core.plugin.Catalogue.class,
            io.closedloop.core.diagnose.DiagnosisEngine.class,
            io.closedloop.core.intake.WebhookSignature.class)) {
      assertThat(
              CLASSES.stream()
                  .flatMap(type -> type.getConstructors().stream())
                  .filter(constructor -> constructor.isAnnotatedWith(Inject.class))
                  .filter(constructor ->
                      constructor.getRawParameterTypes().stream()
                          .anyMatch(p -> p.isEquivalentTo(live))))
          .isEmpty();
    }
  }

  @Test
  void noStaticFieldChanges() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  private static String room(String name) {
    return CORE + "." + name + "..";
  }

  private static String[] rooms(Set<String> names) {
    return names.stream().map(HouseTest::room).toArray(String[]::new);
  }

  private static String[] roomsClosedTo(String name) {
    var open = union(MAY_USE.getOrDefault(name, Set.of()), name);
    return union(MAY_USE.keySet(), "app").stream()
        .filter(other -> !open.contains(other))
        .map(HouseTest::room)
        .toArray(String[]::new);
  }

  private static Set<String> union(Set<String> names, String one) {
    var all = new java.util.TreeSet<>(names);
    all.add(one);
    return all;
  }

  private static String roomOf(JavaClass type) {
    var rest = type.getPackageName().substring(CORE.length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", -1)[0];
  }

  private static boolean isNullMarked(JavaPackage it) {
    return it.isAnnotatedWith(NullMarked.class);
  }
}
