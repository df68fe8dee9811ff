package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "npm error network request to https://registry.npmjs.org/react failed | registry.npmjs.org",
        "npm error network timeout at: https://registry.npmjs.org/vue | registry.npmjs.org",
        "Could not transfer artifact a:b:pom:2.0 from/to central (https://repo.maven.apache.org/maven2): Connection reset | repo.maven.apache.org",
        "Get \"https://proxy.golang.org/github.com/google/uuid/@v/v1.6.0.zip\": EOF | proxy.golang.org",
        "fatal: unable to access 'https://user:x@GitHub.com:443/a/b/': 503 | github.com",
        "unexpected status code https://registry-1.docker.io/v2/x: 429 - increase the limit by authenticating and upgrading: https://www.docker.com/x | registry-1.docker.io",
        "curl: (6) Could not resolve host: get.example.org | get.example.org",
        "curl: (7) Failed to connect to get.example.org port 443 after 3 ms | get.example.org",
        "dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host | registry.example.com",
        "getaddrinfo ENOTFOUND registry.npmjs.org | registry.npmjs.org",
        "ssh: connect to host github.com port 22: Connection timed out | github.com",
        "wget: unable to resolve host address ‘dl.example.org’ | dl.example.org",
        "java.net.UnknownHostException: repo.maven.apache.org | repo.maven.apache.org",
        "HTTPSConnectionPool(host='pypi.org', port=443): Read timed out. | pypi.org",
        "Could not connect to azure.archive.ubuntu.com:80 (52.252.75.106), connection timed out | azure.archive.ubuntu.com"
      })
  void aLineThatSpeaksOfAHostIsUnderstood(String line, String host) {
    assertThat(Hosts.first(line)).contains(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl: (22) The requested URL returned error: 503",
        "connect to 10.0.0.1:4711 failed",
        "Get \"http://127.0.0.1:8080/x\": connection refused",
        "Connection to localhost:5432 refused",
        "system failure. Check https://docs.gitlab.com/runner/ for more information",
        "File a.py, line 3, in connect"
      })
  void whatNamesNoHostOrOnlyHelpsDoesNot(String line) {
    assertThat(Hosts.first(line)).isEmpty();
  }

  @Test
  void commandsNameAHostOnlyIfThereIsNoOther() {
    assertThat(
            Hosts.only(
                List.of("cd x", "curl -f https://a.example.org/x", "wget https://a.example.org/y")))
        .contains("a.example.org");
    assertThat(Hosts.only(List.of("curl https://a.example.org/x", "curl https://b.example.org/x")))
        .isEmpty();
  }
}
