package io.closedloop.core.github;

import io.closedloop.api.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lets one request in.
 *
 * @param account whose limits the request counts against: an installation's number, or a word
 * @param bearer null for none
 * @param since when GitHub made it
 */
record Grant(String account, @Nullable Secret bearer, Instant since) {}
