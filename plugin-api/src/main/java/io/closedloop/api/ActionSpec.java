package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What an action declares before it may propose anything. The core refuses whatever goes beyond it.
 *
 * @param group what {@code security.restrictions.allowed_actions} names; what an action of the
 *     group {@code rollback} brings about ends mitigated, not recovered
 * @param everyCategory whether it is a candidate for each category without being listed for it
 * @param effects the kinds of effects it may propose
 * @param permissions what it needs on GitHub
 * @param paths globs of the files it may change, as {@link java.nio.file.FileSystem#getPathMatcher}
 *     reads them, on the whole relative path: {@code **.java} means in every folder, {@code
 *     **}{@code /*.java} means in none but the subfolders
 * @param limits how large a change may be
 * @param hosts names of the hosts it may read from or call
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record ActionSpec(
    String group,
    boolean everyCategory,
    Set<Class<? extends Effect>> effects,
    Set<Permission> permissions,
    List<String> paths,
    Limits limits,
    Set<String> hosts) {

  public ActionSpec {
    effects = Set.copyOf(effects);
    permissions = Set.copyOf(permissions);
    paths = List.copyOf(paths);
    hosts = Set.copyOf(hosts);
  }

  /**
   * An action of the group that proposes these effects; narrow or widen it with the other methods.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static ActionSpec of(String group, Class<? extends Effect>... effects) {
    return new ActionSpec(
        group, false, Set.of(effects), Set.of(), List.of(), Limits.DEFAULT, Set.of());
  }

  /** A copy that is a candidate for each category. */
  public ActionSpec forEveryCategory() {
    return new ActionSpec(group, true, effects, permissions, paths, limits, hosts);
  }

  /** A copy with these permissions. */
  public ActionSpec needing(Permission... needed) {
    return new ActionSpec(group, everyCategory, effects, Set.of(needed), paths, limits, hosts);
  }

  /** A copy that may change the files matching these globs. */
  public ActionSpec writing(String... globs) {
    return new ActionSpec(
        group, everyCategory, effects, permissions, List.of(globs), limits, hosts);
  }

  /** A copy with another limit on the size of a change. */
  public ActionSpec within(Limits newLimits) {
    return new ActionSpec(group, everyCategory, effects, permissions, paths, newLimits, hosts);
  }

  /** A copy that may reach these hosts. */
  public ActionSpec reaching(String... names) {
    return new ActionSpec(group, everyCategory, effects, permissions, paths, limits, Set.of(names));
  }

  /** The largest change that counts as a repair: files, and bytes of new content. */
  public record Limits(int files, long bytes) {
    /** 100 files, 2 MB. */
    public static final Limits DEFAULT = new Limits(100, 2_000_000);
  }
}
