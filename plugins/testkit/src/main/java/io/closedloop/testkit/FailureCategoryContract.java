package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.SignatureMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the core relies on in every failure category: extend it and run it. The examples inside
 * signature files are checked by the core, which reads those files.
 *
 * @param <C> the configuration record
 */
public abstract class FailureCategoryContract<C extends Record> extends FactoryContract<C> {

  @Override
  protected abstract FailureCategoryFactory<C> factory();

  /** Makes the category as the core would. */
  protected final FailureCategory category() {
    FakeContext context = new FakeContext(factory().type());
    FailureCategory category = factory().create(config(), context);
    assertThat(context.http().calls()).as("making an instance reaches nothing").isEmpty();
    return category;
  }

  @Test
  void itBringsSignatureFilesThatAreInItsJar() throws Exception {
    assertThat(category().signatureResources()).isNotEmpty();
    ClassLoader loader = factory().getClass().getClassLoader();
    for (String resource : category().signatureResources()) {
      try (var in = loader.getResourceAsStream(resource)) {
        assertThat(in).as("the resource %s", resource).isNotNull();
        assertThat(in.readAllBytes()).as("the resource %s", resource).isNotEmpty();
      }
    }
  }

  @Test
  void itRaisesThePriorityByAtMostAllLevels() {
    assertThat(category().priorityBoost()).isBetween(0, 3);
  }

  @Test
  void aSecondLookAtNothingKeepsTheCategory() {
    secondLook(List.of());
  }

  @Test
  void aSecondLookAtHostileTextKeepsTheCategory() {
    secondLook(List.of("\u0000\u001b[31m$(id) <script> %s " + "a".repeat(20_000), "", "\u202e"));
  }

  @Test
  void aSecondLookSaysTheSameEachTime() {
    assertThat(secondLook(List.of("a line"))).isEqualTo(secondLook(List.of("a line")));
  }

  private Diagnosis secondLook(List<String> lines) {
    String name = factory().type();
    EvidenceLine line = new EvidenceLine(1, lines.isEmpty() ? "" : lines.getFirst(), null);
    SignatureMatch match =
        new SignatureMatch("example", name, "example", null, false, 50, line, Map.of());
    Diagnosis draft =
        new Diagnosis(
            name, "example", null, false, 0.5, List.of(line), "0123456789abcdef", List.of());
    Evidence evidence =
        Evidence.ofLog(lines.isEmpty() ? List.of() : List.of(new Evidence.Excerpt(1, lines)));
    Diagnosis refined = category().refine(evidence, List.of(match), draft);
    assertThat(refined).as("an answer").isNotNull();
    assertThat(refined.category()).isEqualTo(name);
    return refined;
  }
}
