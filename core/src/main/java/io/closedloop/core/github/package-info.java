/**
 * The client for GitHub: typed calls over one guarded transport (limits, cache, bounded retries,
 * read-back before a write is repeated), as the user of a token or as a GitHub App. The only
 * package that talks to GitHub. Uses the plugin API and the configuration's signing key.
 */
@NullMarked
package io.closedloop.core.github;

import org.jspecify.annotations.NullMarked;
