package io.closedloop.sandbox.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** GitHub's pages: {@code per_page} (30, at most 100), {@code page}, and a Link header. */
public record Paging(String base, ApiRequest request) {

  /** Answers with the asked-for page of a list, wrapped as the caller wishes. */
  public <T> Reply page(List<T> all, Function<List<T>, JsonNode> body) {
    int size = Math.clamp(number("per_page", 30), 1, 100);
    int page = Math.max(1, number("page", 1));
    int last = Math.max(1, Math.ceilDiv(all.size(), size));
    long from = Math.min((page - 1L) * size, all.size());
    List<T> shown = all.subList((int) from, (int) Math.min(from + size, all.size()));
    List<String> links = new ArrayList<>();
    if (page > 1) {
      links.add(link(Math.min(page - 1, last), "prev"));
    }
    if (page < last) {
      links.add(link(page + 1, "next"));
      links.add(link(last, "last"));
    }
    if (page > 1) {
      links.add(link(1, "first"));
    }
    Reply reply = Reply.ok(body.apply(shown));
    return links.isEmpty() ? reply : reply.with("Link", String.join(", ", links));
  }

  private int number(String name, int otherwise) {
    try {
      return request.query(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private String link(int page, String rel) {
    Map<String, String> query = new TreeMap<>(request.query());
    query.put("page", String.valueOf(page));
    List<String> pairs = new ArrayList<>();
    query.forEach((key, value) -> pairs.add(encode(key) + "=" + encode(value)));
    String url = base + request.call().path() + "?" + String.join("&", pairs);
    return "<" + url + ">; rel=\"" + rel + "\"";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
