package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredTest {
  private static final ActionSpec SPEC =
      ActionSpec.of("example", Effect.Commit.class, Effect.CallHttp.class)
          .needing(Permission.CONTENTS_WRITE)
          .writing("**.java", "**.yml")
          .within(new ActionSpec.Limits(1, 10))
          .reaching("a.test");

  @Test
  void whatWasDeclaredMayBeProposed() {
    assertThatCode(() -> Declared.holds(SPEC, commit("src/A.java", "class A")))
        .doesNotThrowAnyException();
    assertThatCode(() -> Declared.holds(SPEC, call("https://a.test/x"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "src/A.txt, class A",
    ".github/workflows/ci.yml, on: push",
    "src/A.java, ''",
    "src/A.java, more than ten bytes"
  })
  void aFileBeyondTheDeclarationFails(String path, String content) {
    assertThatThrownBy(() -> Declared.holds(SPEC, commit(path, content)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aDeletionFails() {
    Patch patch = new Patch(List.of(new Patch.FileChange("A.java", null)));
    assertThatThrownBy(() -> Declared.holds(SPEC, act(new Effect.Commit(patch, "Delete"))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anotherHostEffectOrPermissionFails() {
    assertThatThrownBy(() -> Declared.holds(SPEC, call("https://b.test/x")))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Declared.holds(SPEC, act(new Effect.CancelRun(1))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Declared.holds(SPEC.needing(), commit("A.java", "class A")))
        .isInstanceOf(AssertionError.class);
  }

  private static Proposal commit(String path, String content) {
    return act(new Effect.Commit(Patch.ofText(path, content), "Change it"));
  }

  private static Proposal call(String uri) {
    return act(new Effect.CallHttp(Effect.HttpCall.get(uri)));
  }

  private static Proposal act(Effect effect) {
    return Proposal.Act.of(effect, "because", Proof.failedJobs());
  }
}
