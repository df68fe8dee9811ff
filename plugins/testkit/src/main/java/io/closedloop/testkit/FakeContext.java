package io.closedloop.testkit;

import io.closedloop.api.Json;
import io.closedloop.api.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the core lends to a plugin, made of fakes that a test can script and look into. */
public final class FakeContext implements PluginContext {
  private final String instance;
  private final VirtualClock clock = VirtualClock.atStart();
  private final FakeHttp http = new FakeHttp();
  private final FakeMessages messages = new FakeMessages();

  /** A context for the instance of that name; nothing is declared or granted yet. */
  public FakeContext(String instance) {
    this.instance = instance;
  }

  @Override
  public String instance() {
    return instance;
  }

  @Override
  public VirtualClock clock() {
    return clock;
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("plugin." + instance);
  }

  @Override
  public FakeHttp http() {
    return http;
  }

  @Override
  public Json parseJson(String text) {
    return JsonText.parse(text);
  }

  @Override
  public FakeMessages messages() {
    return messages;
  }
}
