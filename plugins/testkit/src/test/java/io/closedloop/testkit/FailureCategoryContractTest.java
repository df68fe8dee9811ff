package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import io.closedloop.api.SignatureMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;

class FailureCategoryContractTest
    extends FailureCategoryContract<FailureCategoryContractTest.Config> {

  /** Nothing to configure. */
  public record Config() {}

  /** A category whose signatures are the golden log beside this test. */
  @Extension
  public static final class Factory implements FailureCategoryFactory<Config> {
    @Override
    public String type() {
      return "example";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public FailureCategory create(Config config, PluginContext context) {
      return new Category();
    }
  }

  private static final class Category implements FailureCategory {
    @Override
    public List<String> signatureResources() {
      return List.of("io/closedloop/testkit/golden.log");
    }

    @Override
    public Diagnosis refine(Evidence evidence, List<SignatureMatch> matches, Diagnosis draft) {
      return draft.withConfidence(0.7);
    }
  }

  @Override
  protected FailureCategoryFactory<Config> factory() {
    return new Factory();
  }

  @Override
  protected Config config() {
    return new Config();
  }

  @Test
  void aGoldenLogIsEvidenceFromItsFirstLineOn() {
    Evidence evidence = GoldenLog.of(FailureCategoryContractTest.class, "golden.log").asEvidence();
    assertThat(evidence.excerpts())
        .containsExactly(new Evidence.Excerpt(1, List.of("first", "second")));
  }
}
