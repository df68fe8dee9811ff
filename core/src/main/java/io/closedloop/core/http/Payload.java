package io.closedloop.core.http;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a body is. */
sealed interface Payload {

  /** JSON of this type. */
  record Json(Type type) implements Payload {}

  /** A text of this media type. */
  record Text(String mediaType) implements Payload {}

  /** Fields of a form, all of them text. */
  record Fields(List<String> names) implements Payload {}

  /** No body. */
  record Nothing() implements Payload {}

  /** Problem details of RFC 9457; for a browser, a page that says the same. */
  record Problem() implements Payload {}

  /** A page of a list of these. */
  static Json page(Class<?> item) {
    return new Json(new Generic(Items.class, item));
  }

  /** A type with one argument. */
  record Generic(Class<?> raw, Class<?> argument) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {argument};
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return null;
    }
  }
}
