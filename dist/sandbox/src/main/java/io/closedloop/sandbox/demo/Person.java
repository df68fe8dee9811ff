package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import java.io.IOException;

/** The person who is asked: reads what would change and decides, by the command line. */
final class Person {
  private static final int SHORT_DIGEST = 12;
  private final ServerProcess server;
  private final Terminal terminal;

  Person(ServerProcess server, Terminal terminal) {
    this.server = server;
    this.terminal = terminal;
  }

  /** Shows what waits and says yes or no to it; meanwhile the caller goes on. */
  void decide(String scenario, Incident incident, boolean yes) {
    String command = yes ? "approve" : "reject";
    String whole = incident.waitingProposal();
    String digest = whole.substring(0, Math.min(SHORT_DIGEST, whole.length()));
    terminal.event(
        scenario,
        Tone.WAIT,
        incident.waitingAction() + " would change this, and a person must agree:");
    terminal.diff(incident.waitingPreview());
    terminal.event(
        scenario,
        Tone.STRONG,
        "the demo plays the person: closedloop %s %s --proposal %s"
            .formatted(command, incident.id(), digest));
    Thread.startVirtualThread(() -> answer(scenario, command, incident.id(), digest));
  }

  private void answer(String scenario, String command, String id, String digest) {
    try {
      ServerProcess.Said said = server.run(command, id, "--proposal", digest);
      if (said.code() != 0) {
        terminal.event(scenario, Tone.BAD, command + " failed: " + said.text());
      }
    } catch (IOException e) {
      terminal.event(scenario, Tone.BAD, command + " failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
