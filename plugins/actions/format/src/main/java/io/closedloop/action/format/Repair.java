package io.closedloop.action.format;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the formatters share: what they declare, and a commit that stays within it. */
final class Repair {
  private static final ActionSpec.Limits LIMITS = ActionSpec.Limits.DEFAULT;

  private Repair() {}

  static ActionSpec spec(List<String> paths) {
    return ActionSpec.of("code_formatting", Effect.Commit.class)
        .needing(Permission.CONTENTS_READ, Permission.CONTENTS_WRITE, Permission.PULL_REQUESTS_READ)
        .writing(paths.toArray(String[]::new))
        .within(LIMITS);
  }

  /** The commit, or why the change is too large to count as a repair. */
  static Proposal commit(Patch patch, String message, String why) {
    long bytes =
        patch.files().stream()
            .map(Patch.FileChange::content)
            .mapToLong(text -> text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (patch.files().size() > LIMITS.files() || bytes > LIMITS.bytes()) {
      return new Proposal.Nothing(
          "it would write %d files of together %d bytes; a repair writes at most %d files and %d bytes"
              .formatted(patch.files().size(), bytes, LIMITS.files(), LIMITS.bytes()));
    }
    return Proposal.Act.of(new Effect.Commit(patch, message), why, Proof.failedJobs());
  }

  /** "1 file" or "3 files". */
  static String count(int files) {
    return files == 1 ? "1 file" : files + " files";
  }
}
