package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.PluginFactory;
import io.closedloop.api.Secret;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;

/**
 * What holds for the factory of every plugin.
 *
 * @param <C> the configuration record
 */
abstract class FactoryContract<C extends Record> {

  /** The factory, as discovery would make it: by its public constructor without parameters. */
  protected abstract PluginFactory<C> factory();

  /** A configuration as the operator would write it. */
  protected abstract C config();

  @Test
  void theTypeIsLowerCaseWithUnderscores() {
    assertThat(factory().type()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  }

  @Test
  void theFactorySaysTheSameEachTime() {
    assertThat(factory().type()).isEqualTo(factory().type());
    assertThat(factory().configType()).isEqualTo(factory().configType());
  }

  @Test
  void theConfigurationIsOfItsType() {
    assertThat(factory().configType()).isRecord().isInstanceOf(Class.class);
    assertThat(factory().configType().isInstance(config())).isTrue();
  }

  @Test
  void discoveryCanFindAndMakeTheFactory() throws Exception {
    Class<?> type = factory().getClass();
    assertThat(type).isPublic();
    assertThat(type.isAnnotationPresent(Extension.class))
        .as("%s carries @Extension", type.getName())
        .isTrue();
    assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
  }

  @Test
  void theConfigurationPrintsNoSecret() {
    doesNotShowSecrets(config().toString());
  }

  /** Fails when the text holds the value of a {@link Secret} of the configuration. */
  final void doesNotShowSecrets(String text) {
    for (RecordComponent component : config().getClass().getRecordComponents()) {
      if (component.getType() == Secret.class) {
        try {
          component.getAccessor().setAccessible(true);
          Object value = component.getAccessor().invoke(config());
          if (value instanceof Secret secret && !secret.reveal().isEmpty()) {
            assertThat(text).as("no secret of %s", component).doesNotContain(secret.reveal());
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("could not read " + component, e);
        }
      }
    }
  }
}
