/**
 * Configuration: YAML with positions, bound to records, all problems at once. The only package that
 * knows YAML; uses the API's {@code Secret} and nothing else of the house.
 */
@NullMarked
package io.closedloop.core.config;

import org.jspecify.annotations.NullMarked;
