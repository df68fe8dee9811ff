package io.closedloop.core.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The App in its installations: a token for each repository, narrowed to it and to what is needed,
 * made when first wanted and anew before it expires.
 */
final class InstallationTokens implements Identity {
  private static final Logger log = LoggerFactory.getLogger(InstallationTokens.class);
  private static final int MOST_REPOSITORIES = 10_000;

  /** GitHub's machines do not all know a new token at once. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** No token is used for longer; the last request may take a while. */
  private static final Duration SPARE = Duration.ofMinutes(5);

  /** So long nobody asks again where the App is not welcome. */
  private static final Duration REFUSED_FOR = Duration.ofMinutes(1);

  private final Registration registration;
  private final InstantSource clock;
  private final Cache<RepoId, Seat> seats =
      Caffeine.newBuilder().maximumSize(MOST_REPOSITORIES).build();
  private final Map<Long, List<Needs.Missing>> complained = new ConcurrentHashMap<>();
  private volatile Needs needs = Needs.NONE;

  InstallationTokens(Registration registration, InstantSource clock) {
    this.registration = registration;
    this.clock = clock;
  }

  /** Tokens carry these from now on. */
  void require(Needs wanted) {
    needs = wanted;
    complained.clear();
    seats.invalidateAll();
  }

  Registration registration() {
    return registration;
  }

  Needs needs() {
    return needs;
  }

  /** Something about an installation has changed: what is known of it is asked for anew. */
  void forget(long installation) {
    complained.remove(installation);
    seats.asMap().values().removeIf(seat -> seat.mayBelongTo(installation));
  }

  @Override
  public Grant grant(@Nullable RepoId repo) {
    if (repo == null) {
      throw new GitHubRefused(
          Kind.FORBIDDEN, "a GitHub App can do nothing outside of a repository it is installed in");
    }
    return seat(repo).grant();
  }

  @Override
  public boolean worthAnother(@Nullable RepoId repo, Grant grant, int status, boolean before) {
    return repo != null && seat(repo).worthAnother(grant, status, before);
  }

  @Override
  public GitHubRefused explained(@Nullable RepoId repo, GitHubRefused refused) {
    List<Needs.Missing> missing =
        repo == null || refused.kind() != Kind.FORBIDDEN ? List.of() : seat(repo).missing();
    if (missing.isEmpty()) {
      return refused;
    }
    String lacking =
        missing.stream()
            .map(each -> each.permission() + " for " + String.join(", ", each.neededBy()))
            .collect(Collectors.joining("; "));
    return new GitHubRefused(
        refused.kind(),
        refused.getMessage() + "; what the App's installation there lacks is " + lacking);
  }

  private Seat seat(RepoId repo) {
    return seats.asMap().computeIfAbsent(repo, Seat::new);
  }

  /** A token at work, and what was learnt of it. */
  private static final class Pass {
    private final Installation installation;
    private final Grant grant;
    private final Instant expiresAt;
    private volatile boolean proven;

    Pass(Installation installation, Registration.Token token, Instant now) {
      this.installation = installation;
      this.grant = new Grant(installation.key(), token.value(), now);
      this.expiresAt = token.expiresAt();
    }

    boolean expired(Instant now) {
      return !now.isBefore(expiresAt);
    }

    /** Soon enough for the last request; a token that lives shortly is used for half its life. */
    boolean due(Instant now) {
      Duration life = Duration.between(grant.since(), expiresAt);
      Duration use = life.minus(SPARE);
      Duration half = life.dividedBy(2);
      return !now.isBefore(grant.since().plus(use.compareTo(half) > 0 ? use : half));
    }

    boolean fresh(Instant now) {
      return now.isBefore(grant.since().plus(FRESH));
    }
  }

  /** Why the App has no access, and until when that is believed. */
  private record Refusal(Kind kind, String message, Instant until) {}

  /** One repository's access; whoever comes while a token is being made waits for that one. */
  private final class Seat {
    private final RepoId repo;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Pass pass;
    private volatile @Nullable Refusal refusal;

    Seat(RepoId repo) {
      this.repo = repo;
    }

    boolean mayBelongTo(long installation) {
      Pass known = pass;
      return known == null || known.installation.id() == installation;
    }

    List<Needs.Missing> missing() {
      Pass known = pass;
      return known == null ? List.of() : needs.missing(known.installation.permissions());
    }

    Grant grant() {
      Pass known = pass;
      if (known != null && !known.due(clock.instant())) {
        return known.grant;
      }
      making.lock();
      try {
        Pass made = pass;
        if (made == null || made.due(clock.instant())) {
          made = renewed(made);
          pass = made;
        }
        return made.grant;
      } finally {
        making.unlock();
      }
    }

    private Pass renewed(@Nullable Pass old) {
      Refusal lasting = refusal;
      if (lasting != null && clock.instant().isBefore(lasting.until())) {
        throw new GitHubRefused(lasting.kind(), lasting.message());
      }
      try {
        return make();
      } catch (GitHubRefused e) {
        pass = null;
        refusal =
            new Refusal(
                e.kind(),
                Objects.requireNonNullElse(e.getMessage(), ""),
                clock.instant().plus(REFUSED_FOR));
        throw e;
      } catch (GitHubUnavailable e) {
        if (old != null && !old.expired(clock.instant())) {
          log.warn("The token for {} could not be renewed yet, the old one goes on", repo, e);
          return old;
        }
        throw e;
      }
    }

    private Pass make() {
      Installation installation = registration.installation(repo);
      try {
        return make(installation);
      } catch (GitHubRefused e) {
        if (e.kind() != Kind.INVALID) {
          throw e;
        }
        // A permission may have been taken away between the two requests.
        return make(registration.installation(repo));
      }
    }

    private Pass make(Installation installation) {
      complain(installation);
      Map<String, String> permissions = needs.within(installation.permissions());
      Registration.Token token = registration.token(installation, repo, permissions);
      refusal = null;
      return new Pass(installation, token, clock.instant());
    }

    boolean worthAnother(Grant used, int status, boolean before) {
      Pass known = pass;
      if (known == null || !known.grant.equals(used)) {
        // Renewed meanwhile: the newer one may do.
        return status == 401 && !before;
      }
      if (status != 401 && status != 404) {
        known.proven = true;
        return false;
      }
      boolean young = known.fresh(clock.instant()) && !known.proven;
      if (status == 404) {
        return young && !before;
      }
      if (!young || before) {
        drop(known);
      }
      return !before;
    }

    private void drop(Pass refused) {
      making.lock();
      try {
        if (pass == refused) {
          pass = null;
        }
      } finally {
        making.unlock();
      }
    }
  }

  private void complain(Installation installation) {
    List<Needs.Missing> missing = needs.missing(installation.permissions());
    if (!missing.equals(complained.put(installation.id(), missing)) && !missing.isEmpty()) {
      log.warn(
          "The GitHub App's installation for {} lacks permissions, grant them in the App's settings and accept them there: {}",
          installation.account(),
          missing);
    }
  }
}
