package io.closedloop.sandbox.git;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;

/** Who wrote or committed something, and when; git keeps whole seconds. */
public record Signature(String name, String email, Instant when) {

  PersonIdent ident() {
    return new PersonIdent(name, email, when, ZoneOffset.UTC);
  }

  static Signature of(PersonIdent ident) {
    return new Signature(ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant());
  }
}
