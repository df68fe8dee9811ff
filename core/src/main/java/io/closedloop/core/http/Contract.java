package io.closedloop.core.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes and what it answers, as data: kept to at the edge and published as OpenAPI.
 *
 * @param summary one line for the documentation of the API
 * @param path the parameters of the template, in its order
 * @param takes the body; null for none
 * @param answers by status; what the edge itself may answer to any request is left out
 */
public record Contract(
    String summary,
    List<Parameter> path,
    List<Parameter> query,
    @Nullable Payload takes,
    Map<Integer, Payload> answers) {

  public Contract {
    path = List.copyOf(path);
    query = List.copyOf(query);
    answers = Collections.unmodifiableMap(new TreeMap<>(answers));
  }

  /** A route that takes and answers nothing yet. */
  public static Contract of(String summary) {
    return new Contract(summary, List.of(), List.of(), null, Map.of());
  }

  /** A page for people. */
  static Contract page(String summary) {
    return of(summary).sends(200, "text/html");
  }

  /** With one more parameter of the path. */
  public Contract path(Parameter parameter) {
    return new Contract(summary, plus(path, parameter), query, takes, answers);
  }

  /** With one more parameter of the query, which may be left out. */
  public Contract query(Parameter parameter) {
    return new Contract(summary, path, plus(query, parameter), takes, answers);
  }

  /** With a body of JSON, bound to the record. */
  public Contract takes(Class<? extends Record> body) {
    return taking(new Payload.Json(body));
  }

  /** With a form. */
  Contract takesFields(String... names) {
    return taking(new Payload.Fields(List.of(names)));
  }

  /** With a body of JSON whose shape is somebody else's. */
  Contract takesAnyJson() {
    return taking(new Payload.Json(Map.class));
  }

  /** With an answer of JSON. */
  public Contract answers(int status, Class<?> body) {
    return answering(status, new Payload.Json(body));
  }

  /** With a page of a list as its answer; see {@link Items}. */
  public Contract answersPage(Class<?> item) {
    return answering(200, Payload.page(item));
  }

  /** With an answer in another media type. */
  Contract sends(int status, String mediaType) {
    return answering(status, new Payload.Text(mediaType));
  }

  /** With a 303 to a page. */
  Contract leadsOn() {
    return answering(303, new Payload.Nothing());
  }

  /** With problems that it may answer. */
  public Contract problems(int... statuses) {
    Contract all = this;
    for (int status : statuses) {
      all = all.answering(status, new Payload.Problem());
    }
    return all;
  }

  private Contract taking(Payload body) {
    return new Contract(summary, path, query, body, answers);
  }

  private Contract answering(int status, Payload body) {
    Map<Integer, Payload> more = new TreeMap<>(answers);
    more.put(status, body);
    return new Contract(summary, path, query, takes, more);
  }

  private static List<Parameter> plus(List<Parameter> parameters, Parameter more) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.add(more);
    return all;
  }
}
