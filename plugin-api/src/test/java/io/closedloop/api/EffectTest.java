package io.closedloop.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectTest {
  @ParameterizedTest
  @EnumSource(names = {"GUARDED", "PROBE"})
  void aCallOfAnotherSystemCanBeNeitherGuardedNorProbed(RepeatPolicy policy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Effect.CallHttp(Effect.HttpCall.get("https://a.test/"), policy))
        .withMessageContaining(policy.name());
  }
}
