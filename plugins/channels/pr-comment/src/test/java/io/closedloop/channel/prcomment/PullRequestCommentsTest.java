package io.closedloop.channel.prcomment;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Delivery;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.testkit.FakeContext;
import io.closedloop.testkit.NotificationChannelContract;
import io.closedloop.testkit.Notifications;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PullRequestCommentsTest extends NotificationChannelContract<PullRequestComments.Config> {

  @Override
  protected NotificationChannelFactory<PullRequestComments.Config> factory() {
    return new PullRequestComments();
  }

  @Override
  protected PullRequestComments.Config config() {
    return new PullRequestComments.Config();
  }

  @Test
  void theCommentHoldsTitleSummarySectionsAndTheWayToTheTimeline() throws Exception {
    assertThat(comment(Notifications.builder().build()))
        .isEqualTo(
            """
            ### Quality gates failed: google\\-java\\-format

            The job build failed because a file is not formatted\\.

            **What failed**

            `src/A.java` is not formatted.

            [Timeline of inc\\-42](http://127.0.0.1:8080/incidents/inc-42)

            """);
  }

  @Test
  void onePullRequestHasOneCommentWhichIsEdited() throws Exception {
    FakeContext context = context();
    deliver(context, Notifications.builder().title("first").build());
    deliver(context, Notifications.builder().incident("inc-43").title("second").build());
    assertThat(context.messages().comments()).hasSize(1);
    assertThat(context.messages().comments().values().iterator().next()).contains("second");
  }

  @Test
  void anotherIncidentOfThePullRequestKeepsItsPartAndIsFoldedWhenItHasEnded() throws Exception {
    Notification ended =
        Notifications.builder()
            .incident("inc-41")
            .state("recovered")
            .title("Old #1 <b>-</b>")
            .build();
    Notification open = Notifications.builder().incident("inc-43").title("Other").build();
    String text = comment(Notifications.builder().title("New").related(ended, open).build());
    assertThat(text)
        .containsSubsequence(
            "### New\n",
            "### Other\n",
            "<details><summary>Old #\u200b1 &lt;b&gt;-&lt;/b&gt;</summary>",
            "</details>");
  }

  @Test
  void theNewsIsNeverFolded() throws Exception {
    assertThat(comment(Notifications.builder().state("recovered").title("Done").build()))
        .startsWith("### Done\n")
        .doesNotContain("<details>");
  }

  @Test
  void textFromElsewhereCannotBreakOut() throws Exception {
    String hostile =
        "`a` </details><script> @octocat #1 GH-2 www.evil.test https://evil.test\n# big ![x](y) \u202e|";
    String text = comment(Notifications.builder().title(hostile).summary(hostile).build());
    assertThat(text)
        .doesNotContain("</details>", "<script>", "@octocat", "#1", "GH-2", "GH\\-2")
        .doesNotContain("://evil", "www.", "www\\.", "\n# big", "![x]", "\u202e")
        .contains("\\`a\\`", "&lt;script&gt;", "@\u200boctocat");
    assertThat(text.lines().filter(line -> line.startsWith("###"))).hasSize(1);
  }

  @Test
  void aCommentThatWouldBeTooLongEndsAtASectionAndSaysSo() throws Exception {
    Notification.Section[] sections =
        IntStream.range(0, 30)
            .mapToObj(i -> new Notification.Section("Part " + i, "x".repeat(5_000)))
            .toArray(Notification.Section[]::new);
    String text = comment(Notifications.builder().sections(sections).build());
    assertThat(text)
        .hasSizeLessThan(65_000)
        .contains("More than fits here", "[Timeline of inc\\-42]");
  }

  @Test
  void withoutAPullRequestItRefusesAndSaysWhy() throws Exception {
    assertThat(deliver(context(), Notifications.builder().withoutPullRequest().build()))
        .isEqualTo(new Delivery.Refused("the incident has no pull request to comment on"));
  }

  private String comment(Notification notification) throws Exception {
    FakeContext context = context();
    assertThat(deliver(context, notification)).isInstanceOf(Delivery.Sent.class);
    return context.messages().comments().values().iterator().next();
  }
}
