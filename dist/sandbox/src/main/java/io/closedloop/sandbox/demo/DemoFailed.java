package io.closedloop.sandbox.demo;

/** The demo cannot go on; the message is for the person at the terminal. */
final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailed(String message) {
    super(message);
  }
}
