package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private final Redactor redactor = new Redactor();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token is ghp_S3cretS3cretS3cretS3cretS3cretS3cr",
        "ghs_S3cret_as_long_as_a_JWT_S3cretS3cretS3cret",
        "github_pat_11S3cretS3cretS3cret_S3cret",
        "Authorization: Bearer S3cret.S3cret",
        "authorization: basic S3cretS3cret=",
        "password=S3cret",
        "DB_PASSWORD: \"S3cret with spaces\"",
        "api_key='S3cret'",
        "TO\u212aEN=S3cret",
        "client_\u017fecret=S3cret",
        "https://user:S3cret@example.org/x.git",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJTM2NyZXQifQ.S3cretS3cret",
        "-----BEGIN RSA PRIVATE KEY----- S3cret"
      })
  void secretsAreTakenOut(String line) {
    assertThat(redactor.redact(line)).doesNotContain("S3cret").contains("***");
  }

  @Test
  void aKeyIsTakenOutOfATextOfManyLinesAsAWhole() {
    String body = ("S3cret/" + "x".repeat(57) + "\n").repeat(3);
    String key =
        "-----BEGIN RSA PRIVATE KEY-----\n" + body + "S3cret==\n-----END RSA PRIVATE KEY-----\n";
    assertThat(redactor.redact("expected:\n" + key + "at CartTest:7\nas ever"))
        .isEqualTo("expected:\n-----BEGIN PRIVATE KEY----- ***\nat CartTest:7\nas ever");
    assertThat(redactor.redact("cut off:\n" + key.substring(0, 150))).doesNotContain("S3cret");
  }

  @Test
  void linesOfAKeyAreTakenOutAlsoWithoutItsHead() {
    String line = "S3cret/" + "x".repeat(57);
    assertThat(redactor.redact("was:\r\n  " + line + "\r\n" + line + "\nat CartTest:7"))
        .isEqualTo("was:\r\n***\r\n***\nat CartTest:7");
  }

  @Test
  void anAccessKeyOfAwsIsTakenOut() {
    assertThat(redactor.redact("key AKIAIOSFODNN7EXAMPLE!")).isEqualTo("key ***!");
  }

  @Test
  void ordinaryLinesStayAsTheyAre() {
    var line = "src/Token.java:3: error: cannot find symbol, see https://example.org/a@b";
    assertThat(redactor.redact(line)).isEqualTo(line);
  }
}
