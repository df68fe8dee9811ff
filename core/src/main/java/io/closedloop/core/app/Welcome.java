package io.closedloop.core.app;

import io.closedloop.core.config.Note;
import io.closedloop.core.github.Credentials;
import java.io.PrintWriter;
import java.util.List;

/** The few lines that a fresh server prints: where it is, and what to do next. */
final class Welcome {
  private final PrintWriter out;
  private final Bootstrap.Checked checked;
  private final Foundation foundation;
  private final String secret;
  private final List<Note> notes;

  /**
   * For a server that listens.
   *
   * @param secret where that of the webhooks stands
   * @param notes on what the operator wrote
   */
  Welcome(
      PrintWriter out,
      Bootstrap.Checked checked,
      Foundation foundation,
      String secret,
      List<Note> notes) {
    this.secret = secret;
    this.notes = List.copyOf(notes);
    this.out = out;
    this.checked = checked;
    this.foundation = foundation;
  }

  void print(int port) {
    Home home = checked.home();
    String url = "http://" + foundation.http().host() + ":" + port;
    out.println("closedloop listens on " + url);
    out.println("  incidents      " + url + "/");
    out.println("  webhooks       " + url + "/webhooks/github   (" + secret + ")");
    out.println(
        "  REST           " + url + "/api/v1            (token in " + home.adminTokenFile() + ")");
    out.println("  home           " + home.folder() + "   (log in logs/closedloop.log)");
    out.println(
        "  plugins        " + foundation.plugins().catalogue().plugins().size() + " loaded");
    out.println("  repair tools   " + foundation.sandbox().words());
    if (checked.parts().settings().github("").credentials() instanceof Credentials.None) {
      out.println(
          "Next: set GITHUB_TOKEN or github.app, without one nothing can be repaired; then point a webhook of your");
      out.println(
          "repository (events: workflow runs, pushes, pull requests) at the address above. See README.md.");
    } else {
      out.println(
          "Next: point a webhook of your repository (events: workflow runs, pushes, pull requests) at the");
      out.println(
          "address above, or feed one by hand with \"closedloop ingest\". Stop with Ctrl-C or \"closedloop stop\".");
    }
    notes.forEach(note -> out.println("note: " + note));
    out.flush();
  }
}
