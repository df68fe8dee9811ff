package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** The style and the icon of the pages, out of our own jar. */
final class Assets {
  private static final Parameter VERSION =
      Parameter.text("v", 8, "[0-9a-f]+", "changes with the content");
  private final String style = load("style.css");
  private final String icon = load("icon.svg");
  private final String version;

  @Inject
  Assets() {
    CRC32 sum = new CRC32();
    sum.update((style + icon).getBytes(StandardCharsets.UTF_8));
    version = Long.toHexString(sum.getValue());
  }

  /** Changes whenever one of them does. */
  String version() {
    return version;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/assets/style.css",
            Access.open(),
            Contract.of("the style of the pages").query(VERSION).sends(200, "text/css"),
            _ -> kept("text/css", style)),
        new Route(
            "GET",
            "/assets/icon.svg",
            Access.open(),
            Contract.of("the icon").query(VERSION).sends(200, "image/svg+xml"),
            _ -> kept("image/svg+xml", icon)));
  }

  private static Answer kept(String type, String body) {
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            type + "; charset=utf-8",
            "Cache-Control",
            "public, max-age=31536000, immutable"),
        body);
  }

  private static String load(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            name + " is missing beside Assets.class: build with ./mvnw package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the core's jar", e);
    }
  }
}
