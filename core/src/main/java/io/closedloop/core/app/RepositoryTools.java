package io.closedloop.core.app;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Stage;
import io.closedloop.core.config.Config;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.TestMemory;
import io.closedloop.core.github.GitHub;
import java.time.Clock;
import java.time.InstantSource;

/**
 * What {@code analyze --repo} works with: the server's own parts, of the usual home, without a
 * server.
 *
 * @param knowsGitHub whether a token or an App is set
 */
record RepositoryTools(RepositoryReader reader, boolean knowsGitHub) {

  /** Of settings without problems. */
  static RepositoryTools of(Bootstrap.Checked checked) {
    Config config = checked.loaded().config();
    boolean known =
        config != null && (config.github().token() != null || config.github().app() != null);
    AbstractModule parts =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(GitHub.class).toInstance(checked.parts().github());
            bind(DiagnosisEngine.class).toInstance(checked.engines().engine());
            bind(PriorityRules.class)
                .toInstance(checked.parts().settings().priorities(checked.plugins().catalogue()));
            // what is read here is told at once, and kept nowhere
            bind(LogKeeper.class).toInstance(LogKeeper.NONE);
            bind(TestMemory.class).toInstance(TestMemory.NONE);
            bind(InstantSource.class).toInstance(Clock.systemUTC());
          }
        };
    return new RepositoryTools(
        Guice.createInjector(Stage.DEVELOPMENT, parts).getInstance(RepositoryReader.class), known);
  }
}
