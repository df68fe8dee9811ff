package io.closedloop.sandbox.hook;

import io.closedloop.sandbox.world.Activity;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delivers events one after the other, once each and never again by itself, and keeps a ledger of
 * every delivery. Faults apply to what is sent after they were asked for.
 */
public final class Webhooks implements AutoCloseable {
  static final String HOOK_ID = "480512345";
  private final Sender sender;
  private final Activity activity;
  private final List<Delivery> ledger = new ArrayList<>();
  private final List<Integer> held = new ArrayList<>();
  private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable URI> target = new AtomicReference<>();
  private final Thread worker;
  private boolean holding;
  private int toDuplicate;
  private int toDrop;

  public Webhooks(byte[] secret, Activity activity) {
    this.sender = new Sender(secret);
    this.activity = activity;
    this.worker = Thread.ofVirtual().name("sandbox-webhooks").start(this::work);
  }

  /** Where deliveries go from now on; until it is set they end unanswered. */
  public void target(URI url) {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(url + " is no http address; give one");
    }
    target.set(url);
    ObjectNode hook = Json.object("type", "Repository", "id", Long.parseLong(HOOK_ID));
    hook.set("config", Json.object("content_type", "json", "url", url.toString()));
    send("ping", Json.object("zen", "Keep it logically awesome.", "hook", hook));
  }

  /** Queues an event; its action, where it has one, is read from the payload. */
  public synchronized void send(String name, ObjectNode payload) {
    String action = payload.path("action").asString("");
    Delivery.Event event =
        new Delivery.Event(
            UUID.randomUUID().toString(), name, action, Body.of(Json.bytes(payload)));
    if (toDrop > 0) {
      toDrop--;
      ledger.add(new Delivery(event, Delivery.Outcome.DROPPED, 0, false));
      return;
    }
    queue(event, false);
    if (toDuplicate > 0) {
      toDuplicate--;
      queue(event, true);
    }
  }

  private void queue(Delivery.Event event, boolean again) {
    int index = ledger.size();
    ledger.add(
        new Delivery(event, holding ? Delivery.Outcome.HELD : Delivery.Outcome.QUEUED, 0, again));
    if (holding) {
      held.add(index);
    } else {
      enqueue(index);
    }
  }

  private void enqueue(int index) {
    activity.begin();
    queue.add(index);
  }

  /** Everything that was or will be delivered, in order of sending. */
  public synchronized List<Delivery> deliveries() {
    return List.copyOf(ledger);
  }

  /** Sends an event once more under its old id, as the button in GitHub's settings does. */
  public synchronized void redeliver(String id) {
    Delivery first =
        ledger.stream()
            .filter(delivery -> delivery.event().id().equals(id))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no delivery has the id " + id));
    queue(first.event(), true);
  }

  /** The next events are each sent twice. */
  public synchronized void duplicateNext(int count) {
    toDuplicate = count;
  }

  /** The next events are lost on the way. */
  public synchronized void dropNext(int count) {
    toDrop = count;
  }

  /** Keeps back everything from now on. */
  public synchronized void hold() {
    holding = true;
  }

  /** Sends what was kept back, in order. */
  public synchronized void release() {
    holding = false;
    for (int index : held) {
      ledger.set(index, ledger.get(index).become(Delivery.Outcome.QUEUED, 0));
      enqueue(index);
    }
    held.clear();
  }

  /** Sends what was kept back, newest first. */
  public synchronized void releaseReversed() {
    Collections.reverse(held);
    release();
  }

  private void work() {
    try {
      while (true) {
        deliver(queue.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(int index) throws InterruptedException {
    try {
      Delivery.Event event;
      synchronized (this) {
        event = ledger.get(index).event();
      }
      URI url = target.get();
      int status = url == null ? 0 : sender.post(url, event);
      synchronized (this) {
        Delivery.Outcome outcome =
            status == 0 ? Delivery.Outcome.UNANSWERED : Delivery.Outcome.ANSWERED;
        ledger.set(index, ledger.get(index).become(outcome, status));
      }
    } finally {
      activity.end();
    }
  }

  @Override
  public void close() {
    worker.interrupt();
    sender.close();
  }
}
