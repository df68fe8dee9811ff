package io.closedloop.core.github;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait: each repository in a queue of its own, and the queues take turns. Not safe for
 * several threads at once.
 */
final class Turns {
  private final Map<String, Deque<Ticket>> queues = new LinkedHashMap<>();
  private int waiting;

  /** One who waits, or may yet. */
  static final class Ticket {
    private final Request request;
    private final String queue;
    private final Condition called;
    private boolean waiting;

    Ticket(Request request, Condition called) {
      this.request = request;
      this.queue = String.valueOf(request.repo());
      this.called = called;
    }

    Request request() {
      return request;
    }

    /** Is signalled when it may be its turn. */
    Condition called() {
      return called;
    }
  }

  /** Puts it behind the others of its queue, unless it waits there already. */
  void join(Ticket ticket) {
    if (!ticket.waiting) {
      queues.computeIfAbsent(ticket.queue, _ -> new ArrayDeque<>()).addLast(ticket);
      ticket.waiting = true;
      waiting++;
    }
  }

  /** Whose turn it is; null when nobody waits. */
  @Nullable Ticket next() {
    return queues.isEmpty() ? null : queues.values().iterator().next().getFirst();
  }

  /** It had its turn: its queue is now behind all others. */
  void served(Ticket ticket) {
    Deque<Ticket> queue = left(ticket);
    if (queue != null) {
      queues.remove(ticket.queue);
      queues.put(ticket.queue, queue);
    }
  }

  /** It does not wait any more. */
  void leave(Ticket ticket) {
    var _ = left(ticket);
  }

  int waiting() {
    return waiting;
  }

  /** The queue as long as somebody is in it. */
  private @Nullable Deque<Ticket> left(Ticket ticket) {
    Deque<Ticket> queue = queues.get(ticket.queue);
    if (queue == null || !ticket.waiting) {
      return queue;
    }
    queue.remove(ticket);
    ticket.waiting = false;
    waiting--;
    if (queue.isEmpty()) {
      queues.remove(ticket.queue);
      return null;
    }
    return queue;
  }
}
