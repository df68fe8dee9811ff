package io.closedloop.core.journal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component, a {@code String} or {@code List<String>}, whose text must be erasable:
 * the journal hashes only a salted digest of it. An erased text reads as {@link Journal#ERASED}.
 */
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Personal {}
