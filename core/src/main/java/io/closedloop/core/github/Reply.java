package io.closedloop.core.github;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it came.
 *
 * @param from the address that answered in the end
 * @param body all of it, empty when it is still to be read from {@code open}
 * @param open a body to stream, which the receiver closes
 */
record Reply(
    int status, HttpUrl from, Headers headers, ByteString body, @Nullable ResponseBody open) {

  boolean ok() {
    return status / 100 == 2;
  }
}
