package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Route LIST = route("GET", "/things");
  private static final Route ONE = route("GET", "/things/{id}");
  private static final Route CHANGE = route("POST", "/things/{id}");
  private static final Router ROUTER = new Router(List.of(LIST, ONE, CHANGE));

  private static Route route(String method, String template) {
    Contract contract = Contract.of("");
    return new Route(
        method,
        template,
        Access.open(),
        template.contains("{") ? contract.path(Parameters.ID) : contract,
        _ -> Answer.seeOther("/"));
  }

  @Test
  void aRouteIsFoundByMethodAndTemplate() {
    assertThat(ROUTER.match("GET", "/things")).isEqualTo(new Router.Match.Found(LIST, Map.of()));
    assertThat(ROUTER.match("POST", "/things/7"))
        .isEqualTo(new Router.Match.Found(CHANGE, Map.of("id", "7")));
    assertThat(ROUTER.match("HEAD", "/things/7"))
        .isEqualTo(new Router.Match.Found(ONE, Map.of("id", "7")));
  }

  @Test
  void aPathWithoutThatMethodNamesTheOthers() {
    assertThat(ROUTER.match("DELETE", "/things/7"))
        .isEqualTo(new Router.Match.WrongMethod(Set.of("GET", "HEAD", "POST")));
  }

  @Test
  void whatOnlyResemblesARouteIsUnknown() {
    for (String path : List.of("/thing", "/things/", "/things/7/8", "//things", "", "/THINGS")) {
      assertThat(ROUTER.match("GET", path)).as(path).isEqualTo(new Router.Match.Unknown());
    }
  }

  @Test
  void twoRoutesAlikeAreAMistake() {
    assertThatThrownBy(() -> new Router(List.of(LIST, route("GET", "/things"))))
        .hasMessage("declared twice: GET /things");
  }
}
