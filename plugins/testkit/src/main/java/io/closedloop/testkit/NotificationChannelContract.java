package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Delivery;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.NotificationChannelFactory;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the core relies on in every notification channel: extend it and run it.
 *
 * @param <C> the configuration record
 */
public abstract class NotificationChannelContract<C extends Record> extends FactoryContract<C> {

  @Override
  protected abstract NotificationChannelFactory<C> factory();

  /** Scripts what other systems answer; without it they answer 404. */
  protected void script(FakeContext context) {}

  /** A context as the core lends it, scripted, with what the channel declared. */
  protected final FakeContext context() {
    FakeContext context = new FakeContext(factory().type());
    script(context);
    return context;
  }

  /** Makes the channel in that context and lets it deliver. */
  protected final Delivery deliver(FakeContext context, Notification notification)
      throws Exception {
    NotificationChannel channel = factory().create(config(), context);
    assertThat(context.http().calls()).as("making an instance reaches nothing").isEmpty();
    context.http().declare(channel.hosts());
    context.messages().grant(channel.permissions());
    Delivery delivery = channel.deliver(notification);
    assertThat(delivery).as("an answer").isNotNull();
    doesNotShowSecrets(delivery.toString());
    return delivery;
  }

  @Test
  void itDeliversWithWhatItDeclared() throws Exception {
    assertThat(deliver(context(), Notifications.builder().build()))
        .isInstanceOf(Delivery.Sent.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfMessageGetsAnAnswer(Notification.Kind kind) throws Exception {
    deliver(context(), Notifications.builder().kind(kind).build());
  }

  @Test
  void aMessageWithoutAPullRequestGetsAnAnswer() throws Exception {
    Delivery delivery = deliver(context(), Notifications.builder().withoutPullRequest().build());
    assertThat(delivery).isNotInstanceOf(Delivery.TryAgain.class);
  }

  @Test
  void aMessageWithoutSectionsGetsAnAnswer() throws Exception {
    deliver(context(), Notifications.builder().sections().build());
  }

  @Test
  void hostileTextIsOnlyText() throws Exception {
    String hostile = "@everyone `x` <script>alert(1)</script> ](javascript:x) $(id) %s \u202e";
    deliver(context(), Notifications.builder().title(hostile).summary(hostile).build());
  }

  @Test
  void anOutageIsTriedAgain() throws Exception {
    FakeContext context = context();
    context.http().away();
    context.messages().away();
    try {
      assertThat(deliver(context, Notifications.builder().build()))
          .isInstanceOf(Delivery.TryAgain.class);
    } catch (GitHubUnavailable | UncheckedIOException expected) {
      assertThat(expected).as("the core tries again").hasMessageMatching("(?s).+");
    }
  }

  @Test
  void theSameMessageTwiceLeavesOneComment() throws Exception {
    FakeContext context = context();
    Notification notification = Notifications.builder().build();
    deliver(context, notification);
    var first = context.messages().comments();
    NotificationChannel again = factory().create(config(), context);
    again.deliver(notification);
    assertThat(context.messages().comments()).isEqualTo(first);
  }
}
