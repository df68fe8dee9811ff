package io.closedloop.core.recover;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.closedloop.api.Effect;
import io.closedloop.api.Json;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proposals as JSON, so that what was proposed is what is approved, carried out, and found again
 * after a crash.
 */
@Singleton
public final class ProposalCodec {
  private final JsonMapper mapper;

  /** A codec on a mapper of its own kind; the given one is not changed. */
  @Inject
  public ProposalCodec(JsonMapper base) {
    JsonMapper.Builder builder = base.rebuild();
    for (Class<?> sealed :
        new Class<?>[] {Effect.class, Effect.Rerun.Scope.class, Proof.class, Json.class}) {
      builder.addMixIn(sealed, Named.class);
      for (Class<?> one : sealed.getPermittedSubclasses()) {
        builder.registerSubtypes(
            new tools.jackson.databind.jsontype.NamedType(one, one.getSimpleName()));
      }
    }
    mapper = builder.build();
  }

  /** The proposal as JSON. */
  String write(Proposal.Act act) {
    return mapper.writeValueAsString(act);
  }

  /** The proposal that was written. */
  public Proposal.Act read(String json) {
    return mapper.readValue(json, Proposal.Act.class);
  }

  /** What an approval is bound to: SHA-256 of the proposal's text, in hexadecimal. */
  static String digest(String json) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Named {}
}
