/** Real git repositories, bare and on disk, through JGit. Uses no other package of the sandbox. */
@NullMarked
package io.closedloop.sandbox.git;

import org.jspecify.annotations.NullMarked;
