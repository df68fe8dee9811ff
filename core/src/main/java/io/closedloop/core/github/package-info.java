/**
 * The client for GitHub: typed calls over one guarded transport (limits, cache, bounded retries,
 * read-back before a write is repeated). The only package that talks to GitHub. Uses the plugin API
 * and nothing else of core.
 */
@NullMarked
package io.closedloop.core.github;

import org.jspecify.annotations.NullMarked;
