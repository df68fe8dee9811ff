package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How closedloop stands with GitHub.
 *
 * @param kind {@code app}, {@code token} or {@code none}
 * @param login who writes; null when that is not known
 * @param installations of an App, all of them, or those last heard of where there is a problem
 * @param quotas what is left of hourly limits, as GitHub last said
 * @param pauses that last
 * @param problem why GitHub could not be asked just now; null when it could
 */
public record Standing(
    String kind,
    URI apiUrl,
    @Nullable String login,
    List<Installed> installations,
    List<HourlyQuota> quotas,
    List<Pause> pauses,
    @Nullable String problem) {

  public Standing {
    installations = List.copyOf(installations);
    quotas = List.copyOf(quotas);
    pauses = List.copyOf(pauses);
  }

  /**
   * One installation of the App.
   *
   * @param permissions the level by GitHub's name of the permission
   * @param missing what is needed and was not granted
   */
  public record Installed(
      long id,
      String account,
      boolean suspended,
      Map<String, String> permissions,
      List<Needs.Missing> missing) {

    static Installed of(Installation installation, Needs needs) {
      return new Installed(
          installation.id(),
          installation.account(),
          installation.suspended(),
          installation.permissions(),
          needs.missing(installation.permissions()));
    }
  }

  /**
   * An hourly limit.
   *
   * @param installation the installation's id, or {@code app}, {@code token}, {@code anonymous}
   * @param resource GitHub's name of what is limited
   */
  public record HourlyQuota(
      String installation, String resource, int limit, int remaining, Instant resetAt) {}

  /**
   * A time in which nothing is asked.
   *
   * @param resource that it concerns; empty for all
   */
  public record Pause(String installation, String resource, Instant until, String why) {}

  /**
   * As it is now; asks GitHub about an App's installations, unless GitHub wants to be left alone:
   * then they are those that it named last.
   */
  static Standing of(
      GitHubOptions options,
      Supplier<String> login,
      @Nullable InstallationTokens app,
      Map<String, Lane> lanes) {
    String kind =
        switch (options.credentials()) {
          case Credentials.App _ -> "app";
          case Credentials.Token _ -> "token";
          case Credentials.None _ -> "none";
        };
    List<HourlyQuota> quotas = new ArrayList<>();
    List<Pause> pauses = new ArrayList<>();
    lanes.forEach((account, lane) -> {
      lane.quotas()
          .forEach((resource, quota) ->
              quotas.add(
                  new HourlyQuota(
                      account, resource, quota.limit(), quota.remaining(), quota.resetAt())));
      lane.closed()
          .forEach((resource, closed) ->
              pauses.add(new Pause(account, resource, closed.until(), closed.why())));
    });
    Optional<Pause> ours =
        pauses.stream()
            .filter(pause -> pause.installation().equals(kind))
            .filter(pause -> pause.resource().isEmpty() || pause.resource().equals("core"))
            .max(Comparator.comparing(Pause::until));
    List<Installation> installed = app == null ? List.of() : app.registration().lastHeard();
    String who = null;
    String problem =
        ours.map(pause -> "not asked before %s: %s".formatted(pause.until(), pause.why()))
            .orElse(null);
    if (problem == null) {
      try {
        who = options.credentials() instanceof Credentials.None ? null : login.get();
        installed = app == null ? List.of() : app.registration().installations();
      } catch (GitHubUnavailable | GitHubRefused e) {
        problem = e.getMessage();
      }
    }
    return new Standing(
        kind,
        options.apiUrl(),
        who,
        app == null
            ? List.of()
            : installed.stream().map(each -> Installed.of(each, app.needs())).toList(),
        quotas,
        pauses,
        problem);
  }
}
