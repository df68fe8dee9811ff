package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.diagnose.WhatChanged.Difference;
import io.closedloop.core.diagnose.WhatChanged.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupReaderTest {
  /** As a hosted runner's log begins. */
  private static final String HOSTED =
      """
      2025-03-01T03:26:09.2320710Z Current runner version: '2.322.0'
      2025-03-01T03:26:09.2345673Z ##[group]Operating System
      2025-03-01T03:26:09.2346479Z Ubuntu
      2025-03-01T03:26:09.2346990Z 22.04.5
      2025-03-01T03:26:09.2347412Z LTS
      2025-03-01T03:26:09.2347868Z ##[endgroup]
      2025-03-01T03:26:09.2348315Z ##[group]Runner Image
      2025-03-01T03:26:09.2348836Z Image: ubuntu-22.04
      2025-03-01T03:26:09.2349297Z Version: 20250223.1.0
      2025-03-01T03:26:09.2350290Z Included Software: https://github.com/actions/runner-images/blob/ubuntu22/20250223.1/images/ubuntu/Ubuntu2204-Readme.md
      2025-03-01T03:26:09.2352009Z ##[endgroup]
      2025-03-01T03:26:09.2353000Z ##[group]GITHUB_TOKEN Permissions
      2025-03-01T03:26:09.2353100Z Contents: read
      2025-03-01T03:26:09.2353200Z ##[endgroup]
      2025-03-01T03:26:09.2373563Z Prepare workflow directory
      2025-03-01T03:26:09.2733466Z Prepare all required actions
      2025-03-01T03:26:09.2788800Z Getting action download info
      2025-03-01T03:26:09.4480217Z Download immutable action package 'actions/checkout@v4'
      2025-03-01T03:26:09.4480911Z Version: 4.2.2
      2025-03-01T03:26:09.4481500Z Digest: sha256:ccb2698953eaebd21c7bf6268a94f9c26518a7e38e27e0b83c1fe1ad049819b1
      2025-03-01T03:26:09.4482000Z Source commit SHA: 11bd71901bbe5b1630ceea73d27597364c9af683
      2025-03-01T03:26:09.5383204Z Download action repository 'actions/setup-python@v5' (SHA:42375524e23c412d93fb67b49958b491fce71c38)
      2025-03-01T03:26:09.8000000Z Complete job name: build
      2025-03-01T03:26:12.1000000Z Successfully set up CPython (3.11.11)
      2025-03-01T03:26:15.1000000Z Successfully installed black-24.1.0 mypy-extensions-1.0.0 typing_extensions-4.12.2
      2025-03-01T03:26:16.1000000Z Python 3.11.11
      """;

  private static JobSetup read(String log) throws IOException {
    return new SetupReader().read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aHostedRunnersLogTellsItsImageActionsAndVersions() throws IOException {
    JobSetup setup = read(HOSTED);

    assertThat(setup.image()).isEqualTo("ubuntu-22.04 20250223.1.0");
    assertThat(setup.actions())
        .containsExactly(
            Map.entry("actions/checkout", "v4 (11bd71901bbe)"),
            Map.entry("actions/setup-python", "v5 (42375524e23c)"));
    assertThat(setup.versions())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "actions runner", "2.322.0",
                "Python", "3.11.11",
                "black", "24.1.0",
                "mypy-extensions", "1.0.0",
                "typing_extensions", "4.12.2"));
  }

  @Test
  void withoutAnImageTheOperatingSystemIsTold() throws IOException {
    String own = HOSTED.replaceAll("(?s)[^\\n]*Runner Image.*?endgroup\\]\\n", "");
    assertThat(read(own).image()).isEqualTo("Ubuntu 22.04.5 LTS");
    assertThat(read("no log of a runner\n").image()).isNull();
  }

  @Test
  void versionsAreReadFromWhatManyToolsPrint() throws IOException {
    JobSetup setup =
        read(
            """
            node: v20.11.1
            npm: 10.2.4
            Resolved Java 17.0.10+7 from tool-cache
            go version go1.21.6 linux/amd64
            go: downloading github.com/spf13/cobra v1.8.0
            rustc 1.75.0 (82e1608df 2023-12-21)
               Compiling serde v1.0.195
            Apache Maven 3.9.6 (bc0240f3c744dd6b6ec2920b3cd08dcc295161ae)
            Downloaded from central: https://repo.maven.example/maven2/com/google/guava/guava/33.0.0-jre/guava-33.0.0-jre.jar (3.0 MB at 9.1 MB/s)
            ruby 3.2.2 (2023-03-30 revision e51014f9c0) [x86_64-linux]
            Using rake 13.1.0
            Welcome to Gradle 8.5!
              - Installing symfony/console (v6.4.2): Extracting archive
             + requests==2.31.0
            """);
    assertThat(setup.versions())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("node", "20.11.1"),
                Map.entry("npm", "10.2.4"),
                Map.entry("Java", "17.0.10+7"),
                Map.entry("Go", "1.21.6"),
                Map.entry("github.com/spf13/cobra", "1.8.0"),
                Map.entry("rustc", "1.75.0"),
                Map.entry("serde", "1.0.195"),
                Map.entry("Maven", "3.9.6"),
                Map.entry("guava", "33.0.0-jre"),
                Map.entry("Ruby", "3.2.2"),
                Map.entry("rake", "13.1.0"),
                Map.entry("Gradle", "8.5"),
                Map.entry("symfony/console", "6.4.2"),
                Map.entry("requests", "2.31.0")));
  }

  @Test
  void onlyWhatIsDifferentIsToldAndNothingThatTheFailedJobDidNotComeTo() throws IOException {
    String failed =
        HOSTED
            .replace("20250223.1.0", "20250302.1.0")
            .replace("11bd71901bbe5b1630ceea73d27597364c9af683", "f".repeat(40))
            .replace("black-24.1.0 mypy-extensions-1.0.0", "black-24.2.0 pathspec-0.12.1")
            .replace("actions/setup-python@v5", "actions/setup-uv@v5");

    assertThat(WhatChanged.between(read(HOSTED), read(failed)))
        .containsExactlyInAnyOrder(
            new Difference(
                Kind.RUNNER_IMAGE,
                "runner image",
                "ubuntu-22.04 20250223.1.0",
                "ubuntu-22.04 20250302.1.0"),
            new Difference(
                Kind.ACTION, "actions/checkout", "v4 (11bd71901bbe)", "v4 (ffffffffffff)"),
            new Difference(Kind.ACTION, "actions/setup-uv", null, "v5 (42375524e23c)"),
            new Difference(Kind.ACTION, "actions/setup-python", "v5 (42375524e23c)", null),
            new Difference(Kind.VERSION, "black", "24.1.0", "24.2.0"),
            new Difference(Kind.VERSION, "pathspec", null, "0.12.1"));
    assertThat(WhatChanged.between(read(HOSTED), read(HOSTED))).isEmpty();
  }

  @Test
  void ofALogOnlyTheFirstPartIsReadAndNoHostileLineCostsMuch() throws IOException {
    byte[] filler =
        ("Successfully installed " + "a-1 ".repeat(300_000) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    long[] read = {0};
    InputStream endless =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] into, int from, int most) {
            for (int i = 0; i < most; i++) {
              into[from + i] = filler[at];
              at = (at + 1) % filler.length;
            }
            read[0] += most;
            return most;
          }
        };
    JobSetup setup =
        new SetupReader()
            .read(
                new SequenceInputStream(
                    new ByteArrayInputStream(HOSTED.getBytes(StandardCharsets.UTF_8)), endless));

    assertThat(setup.image()).isEqualTo("ubuntu-22.04 20250223.1.0");
    assertThat(read[0]).isLessThanOrEqualTo(SetupReader.MOST_BYTES);
  }
}
