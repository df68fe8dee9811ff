package io.closedloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.sandbox.http.Seen;
import io.closedloop.sandbox.world.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private Sandbox sandbox;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    sandbox.createRepository("acme/away", Map.of("a.txt", "a"));
    sandbox.createRepository("acme/here", Map.of("a.txt", "a"));
    client = new Client(sandbox, "sandbox-token");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aRepositoryThatIsAwayRefusesByTurnsAndTheOthersGoOn() throws Exception {
    sandbox.away("acme/away", true);

    assertThat(client.get("/repos/acme/away/branches").status()).isEqualTo(502);
    assertThat(client.get("/repos/acme/away/branches").status()).isEqualTo(503);
    // a POST, since the client would repeat a GET by itself
    assertThatThrownBy(() -> client.post("/repos/acme/away/issues/1/comments", Json.object()))
        .isInstanceOf(IOException.class);
    assertThat(client.get("/repos/acme/here/branches").status()).isEqualTo(200);

    sandbox.away("acme/away", false);
    assertThat(client.get("/repos/acme/away/branches").status()).isEqualTo(200);
    assertThat(sandbox.requests()).extracting(Seen::status).contains(0);
  }
}
