package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Patch;
import io.closedloop.api.Patch.FileChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a patch really changes, whatever the action is called. A pure function of what it is
 * given.
 */
public final class Boundaries {
  private final Map<String, Original> tree;
  private final Map<String, String> folded = new HashMap<>();
  private final Policy policy;
  private final List<Glob> declared;
  private final List<Glob> never;
  private final List<String> reasons = new ArrayList<>();
  private final List<Verdict.Change> changes = new ArrayList<>();
  private long bytes;

  private Boundaries(Map<String, Original> tree, ActionSpec spec, Policy policy) {
    this.tree = tree;
    this.policy = policy;
    this.declared = spec.paths().stream().map(Glob::of).toList();
    this.never = policy.never().stream().map(Glob::of).toList();
    tree.keySet().forEach(path -> folded.put(PathRules.folded(path), path));
  }

  /**
   * Compares a patch with the commit and judges the difference.
   *
   * @param tree the whole tree of the commit by path, with the text of each file that the patch
   *     names
   * @param spec what the action declared
   */
  public static Verdict check(
      Patch patch, Map<String, Original> tree, ActionSpec spec, Policy policy) {
    Boundaries boundaries = new Boundaries(tree, spec, policy);
    patch.files().forEach(boundaries::judge);
    boundaries.judgeSize(spec.limits(), policy.ceiling());
    return boundaries.reasons.isEmpty()
        ? new Verdict.Within(boundaries.changes)
        : new Verdict.Breach(boundaries.reasons);
  }

  private void judge(FileChange change) {
    Original original = tree.get(change.path());
    String before = original == null ? null : original.text();
    if (original == null ? change.content() == null : isSame(original, change.content())) {
      return;
    }
    judgePath(change.path(), original);
    judgeContent(change, original, before);
    UnifiedDiff diff = UnifiedDiff.of(change.path(), before, change.content());
    bytes += change.content() == null ? 0 : change.content().getBytes(UTF_8).length;
    FileMode mode = original == null ? FileMode.REGULAR : original.mode();
    changes.add(new Verdict.Change(change.path(), mode, diff.added(), diff.removed()));
  }

  private static boolean isSame(Original original, @Nullable String content) {
    return content != null
        && original.mode().isFile()
        && original.blob().equals(Original.blob(content.getBytes(UTF_8)));
  }

  private void judgePath(String path, @Nullable Original original) {
    PathRules.oddity(path).ifPresent(oddity -> breach(path, oddity));
    if (PathRules.isProtected(path)) {
      breach(path, "is never written: it decides what runs in this repository");
    }
    if (never.stream().anyMatch(glob -> glob.matches(path))) {
      breach(path, "is excluded by the configuration");
    }
    if (declared.stream().noneMatch(glob -> glob.matches(path))) {
      breach(path, "is outside what the action declared (" + declaredText() + ")");
    }
    if (prohibits(Policy.CREDENTIAL_MODIFICATION) && PathRules.looksLikeCredentials(path)) {
      breach(path, "looks like credentials");
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      Original above = tree.get(path.substring(0, slash));
      if (above != null) {
        breach(path, "leads through " + above.mode().words());
      }
    }
    String twin = folded.get(PathRules.folded(path));
    if (original == null && twin != null) {
      breach(path, "differs from " + shown(twin) + " only in case");
    }
  }

  private void judgeContent(
      FileChange change, @Nullable Original original, @Nullable String before) {
    String after = change.content();
    if (original != null && !original.mode().isFile()) {
      breach(change.path(), "is " + original.mode().words());
    } else if (original != null && before == null && after != null) {
      breach(change.path(), "was not a text of moderate size");
    }
    boolean emptied = after != null && after.isBlank() && original != null && original.size() > 0;
    if (prohibits(Policy.FILE_DELETION) && after == null) {
      breach(change.path(), "would be deleted");
    } else if (prohibits(Policy.FILE_DELETION)
        && emptied
        && (before == null || !before.isBlank())) {
      breach(change.path(), "would be emptied");
    }
    if (after != null && prohibits(Policy.CREDENTIAL_MODIFICATION)) {
      for (String kind : SecretTokens.added(before, after)) {
        breach(change.path(), "would newly hold what looks like " + kind);
      }
    }
  }

  private void judgeSize(ActionSpec.Limits own, ActionSpec.Limits ceiling) {
    int files = Math.min(own.files(), ceiling.files());
    if (changes.size() > files) {
      reasons.add(changes.size() + " files differ; at most " + files + " may");
    }
    long most = Math.min(own.bytes(), ceiling.bytes());
    if (bytes > most) {
      reasons.add(
          "the changed files hold " + bytes + " bytes; at most " + most + " may be written");
    }
  }

  private boolean prohibits(String name) {
    return policy.prohibited().contains(name);
  }

  private String declaredText() {
    return declared.isEmpty()
        ? "no files"
        : String.join(", ", declared.stream().map(Glob::text).toList());
  }

  private void breach(String path, String what) {
    reasons.add(shown(path) + " " + what);
  }

  /** Paths come from strangers and land in logs and comments. */
  private static String shown(String path) {
    String cut = path.length() > 200 ? path.substring(0, 200) + "…" : path;
    return cut.codePoints()
        .map(c ->
            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
