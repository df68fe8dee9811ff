/**
 * Reports that a run left as artifacts: JUnit XML and SARIF, read within bounds and as what they
 * are, hostile input. Knows neither GitHub nor the store.
 */
@NullMarked
package io.closedloop.core.report;

import org.jspecify.annotations.NullMarked;
