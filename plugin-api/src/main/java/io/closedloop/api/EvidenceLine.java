package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log that speaks for a diagnosis.
 *
 * @param line its number in the raw log, from 1; 0 for what only an annotation says
 * @param text its text without time stamp, colours and secrets
 * @param step the name of the step that printed it, null when unknown
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record EvidenceLine(int line, String text, @Nullable String step) {}
