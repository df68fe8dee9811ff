package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.closedloop.api.Effect;
import io.closedloop.api.Http;
import io.closedloop.api.Json;
import io.closedloop.api.Patch;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakesTest {
  private static final Effect.HttpCall CALL = Effect.HttpCall.get("https://a.test/x");

  @TempDir Path folder;

  @Test
  void theClockMovesOnlyWhenToldAndNeverBack() {
    VirtualClock clock = VirtualClock.atStart();
    clock.advance(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(VirtualClock.START.plusSeconds(3600));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)));
  }

  @Test
  void aHostThatWasNotDeclaredCannotBeReached() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new FakeHttp().declare(Set.of("b.test")).query(CALL))
        .withMessageContaining("a.test");
  }

  @Test
  void answersComeInOrderAndTheLastStays() {
    FakeHttp http = new FakeHttp().declare(Set.of("a.test"));
    http.answer("GET", "https://a.test/x", 503, "").answer("GET", "https://a.test/x", 200, "ok");
    assertThat(http.query(CALL).status()).isEqualTo(503);
    assertThat(http.query(CALL)).extracting(Http.Answer::body).isEqualTo("ok");
    assertThat(http.query(CALL).status()).isEqualTo(200);
    assertThat(http.calls()).hasSize(3);
  }

  @Test
  void jsonIsReadWithoutLosingDigits() {
    Json json = new FakeContext("x").parseJson("{\"a\":[1.10,12345678901234567890,null,true]}");
    assertThat(json.at("/a/0")).contains(new Json.Num(new BigDecimal("1.10")));
    assertThat(json).hasToString("{\"a\":[1.10,12345678901234567890,null,true]}");
  }

  @Test
  void textThatIsNotJsonIsRefusedWithItsPlace() {
    FakeContext context = new FakeContext("x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.parseJson("{\n a"))
        .withMessageContaining("line 2");
    assertThatIllegalArgumentException().isThrownBy(() -> context.parseJson(""));
    assertThatIllegalArgumentException().isThrownBy(() -> context.parseJson("1 2"));
  }

  @Test
  void theWorkspaceKnowsWhatChangedAndLetsNothingOut() {
    FakeWorkspace workspace =
        new FakeWorkspace(folder).file("a/B.java", "old").file("c.txt", "same");
    workspace.write("a/B.java", "new");
    assertThat(workspace.files("**.java")).containsExactly("a/B.java");
    assertThat(workspace.changes()).isEqualTo(Patch.ofText("a/B.java", "new"));
    assertThatIllegalArgumentException().isThrownBy(() -> workspace.read("../x"));
    assertThatIllegalArgumentException().isThrownBy(() -> workspace.write("/etc/x", ""));
  }

  @Test
  void aGoldenLogThatIsAbsentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoldenLog.of(FakesTest.class, "no-such.log"))
        .withMessageContaining("no-such.log");
  }
}
