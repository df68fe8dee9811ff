package io.closedloop.core.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One condition of being ready.
 *
 * @param name one word, for example {@code store}
 * @param problem what is wrong now, in words that anybody may read; empty when nothing is
 */
public record ReadyCheck(String name, Supplier<Optional<String>> problem) {}
