package io.closedloop.sandbox;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.closedloop.sandbox.hook.Webhooks;
import io.closedloop.sandbox.http.Apps;
import io.closedloop.sandbox.http.Faults;
import io.closedloop.sandbox.http.FileHost;
import io.closedloop.sandbox.http.Front;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.http.Tokens;
import io.closedloop.sandbox.rest.Announcer;
import io.closedloop.sandbox.rest.AppApi;
import io.closedloop.sandbox.rest.ArtifactApi;
import io.closedloop.sandbox.rest.Branches;
import io.closedloop.sandbox.rest.CheckApi;
import io.closedloop.sandbox.rest.CommitApi;
import io.closedloop.sandbox.rest.Desk;
import io.closedloop.sandbox.rest.Downloads;
import io.closedloop.sandbox.rest.GitDataApi;
import io.closedloop.sandbox.rest.GraphQlApi;
import io.closedloop.sandbox.rest.IssueApi;
import io.closedloop.sandbox.rest.JobApi;
import io.closedloop.sandbox.rest.PullApi;
import io.closedloop.sandbox.rest.RepoApi;
import io.closedloop.sandbox.rest.RunApi;
import io.closedloop.sandbox.runner.Actions;
import io.closedloop.sandbox.runner.AttemptRunner;
import io.closedloop.sandbox.runner.Folders;
import io.closedloop.sandbox.runner.RunnerSetup;
import io.closedloop.sandbox.world.Activity;
import io.closedloop.sandbox.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;

/** The parts of a running sandbox, put together. */
record Parts(Hosts hosts, World world, Api api, Hooks hooks, Runner runner) {
  private static final int HOURLY_LIMIT = 5000;

  /** The two servers, which share a folder that is removed at the end. */
  record Hosts(HttpServer api, HttpServer files, Path folder) {

    static Hosts bind(int port) throws IOException {
      HttpServer api = server(port);
      return new Hosts(api, server(0), Files.createTempDirectory("closedloop-sandbox"));
    }

    private static HttpServer server(int port) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    }

    String apiUrl() {
      return "http://127.0.0.1:" + api.getAddress().getPort();
    }

    /** Another name for the same machine, so that it counts as another host. */
    String filesUrl() {
      return "http://localhost:" + files.getAddress().getPort();
    }

    void serve(HttpHandler front, HttpHandler downloads) {
      api.createContext("/", front);
      files.createContext("/", downloads);
      api.start();
      files.start();
    }
  }

  /** Events on their way out, and the count of what is under way. */
  record Hooks(Webhooks webhooks, Activity activity, Collection<String> logins) {}

  /** What answers requests: its front, what goes wrong there, and the App that may ask. */
  record Api(Front front, Faults faults, Apps apps, AppApi appApi) {}

  /** What moves branches and runs jobs. */
  record Runner(Branches branches, AttemptRunner attempts) {}

  static Parts start(SandboxOptions options) throws IOException {
    Hosts hosts = Hosts.bind(options.port());
    World world = new World(options.clock(), Files.createDirectory(hosts.folder().resolve("git")));
    Activity activity = new Activity();
    Webhooks webhooks = new Webhooks(options.secretBytes(), activity);
    Desk desk = Desk.of(world, hosts.apiUrl());
    Announcer announcer = new Announcer(desk, webhooks);
    Path runs = Files.createDirectory(hosts.folder().resolve("runner"));
    RunnerSetup setup = new RunnerSetup(runs, SandboxOptions.javaHome(), options.environment());
    AttemptRunner attempts = new AttemptRunner(world, setup, activity, announcer);
    Actions actions = new Actions(world, attempts, announcer);
    Branches branches = new Branches(world, announcer, actions);

    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    FileHost files = new FileHost(hosts.filesUrl(), world, key, new Downloads(world));
    Tokens tokens = new Tokens(options.tokens(), HOURLY_LIMIT);
    Apps apps = new Apps(world);
    AppApi appApi = new AppApi(desk, apps);
    Router router = new Router();
    appApi.declare(router);
    new RepoApi(desk, tokens, files).declare(router);
    new RunApi(desk, actions).declare(router);
    new JobApi(desk, files).declare(router);
    new ArtifactApi(desk, files).declare(router);
    new CheckApi(desk, announcer).declare(router);
    new PullApi(desk, branches).declare(router);
    new IssueApi(desk, announcer).declare(router);
    new GitDataApi(desk, branches).declare(router);
    new GraphQlApi(desk, branches, apps).declare(router);
    // Its /commits/{ref+} takes every path below, so it comes last.
    new CommitApi(desk, announcer).declare(router);

    Faults faults = new Faults();
    Front front = new Front(world, tokens, apps, faults, router);
    hosts.serve(front::serve, files::serve);
    Hooks hooks = new Hooks(webhooks, activity, List.copyOf(options.tokens().values()));
    Api api = new Api(front, faults, apps, appApi);
    return new Parts(hosts, world, api, hooks, new Runner(branches, attempts));
  }

  URI url() {
    return URI.create(hosts.apiUrl());
  }

  Front front() {
    return api.front();
  }

  Faults faults() {
    return api.faults();
  }

  Webhooks webhooks() {
    return hooks.webhooks();
  }

  Activity activity() {
    return hooks.activity();
  }

  Collection<String> logins() {
    return hooks.logins();
  }

  Branches branches() {
    return runner.branches();
  }

  void close() {
    hosts.api().stop(0);
    hosts.files().stop(0);
    runner.attempts().close();
    hooks.webhooks().close();
    world.close();
    Folders.delete(hosts.folder());
  }
}
