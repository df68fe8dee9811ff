/**
 * Throw-away checkouts of one commit, tools run over them in a sandbox, what differs afterwards,
 * and the boundaries that a difference must keep. Uses only the API and {@code config}; what it may
 * do arrives in {@link WorkspaceOptions}.
 */
@NullMarked
package io.closedloop.core.workspace;

import org.jspecify.annotations.NullMarked;
