package io.closedloop.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Evidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportReaderTest {
  private final ReportReader reader = new ReportReader();

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Reports read(String name, String content) throws IOException {
    return read(zip(Map.of(name, content.getBytes(StandardCharsets.UTF_8))));
  }

  private Reports read(byte[] artifact) throws IOException {
    reader.artifact("report", new ByteArrayInputStream(artifact));
    return reader.reports();
  }

  @Test
  void testsThatPassedAndFailedAreToldAndSkippedOnesLeftOut() throws IOException {
    var reports =
        read(
            "target/TEST-a.xml",
            """
            <testsuites><testsuite name="s"><properties><property name="x" value="y"/></properties>
            <testcase classname="shop.CartTest" name="adds"/>
            <testcase classname="shop.CartTest" name="sums"><failure message="expected 3"><![CDATA[at CartTest:7]]></failure></testcase>
            <testcase name="alone"><error message="boom"/><system-out>noise</system-out></testcase>
            <testcase classname="shop.CartTest" name="later"><skipped/></testcase>
            </testsuite></testsuites>
            """);
    assertThat(reports.tests())
        .containsExactly(
            new TestResult("report", "shop.CartTest", "adds", true, ""),
            new TestResult("report", "shop.CartTest", "sums", false, "expected 3\nat CartTest:7"),
            new TestResult("report", "", "alone", false, "boom"));
    assertThat(reports.failed())
        .extracting(TestResult::id)
        .containsExactly("shop.CartTest.sums", "alone");
  }

  @Test
  void aMessageKeepsItsLinesWhateverIsEscapedInIt() throws IOException {
    var reports =
        read(
            "a.xml",
            """
            <testsuite><testcase name="t"><failure message="wrong sum">
            expected: &lt;1&gt; but was: &lt;2&gt;
            \tat Cart &amp;amp; more</failure><error message="and"><![CDATA[a < b]]></error></testcase></testsuite>
            """);
    assertThat(reports.tests().getFirst().message())
        .isEqualTo("wrong sum\nexpected: <1> but was: <2>\n\tat Cart &amp; more\nand\na < b");
  }

  @Test
  void onlyErrorsOfSarifAreFindings() throws IOException {
    var reports =
        read(
            "results.sarif",
            """
            {"runs": [{"tool": {"driver": {"name": "CodeQL"}}, "results": [
              {"ruleId": "js/xss", "level": "error", "message": {"text": "Cross-site scripting"},
               "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.js"}, "region": {"startLine": 4}}}]},
              {"ruleId": "js/style", "message": {"text": "Style"}}]}]}
            """);
    assertThat(reports.findings())
        .containsExactly(
            new Finding(
                "report", "CodeQL", "js/xss", List.of(), "a.js", 4, "Cross-site scripting"));
    assertThat(reports.findings().getFirst().remark())
        .isEqualTo(
            new Evidence.Annotation("a.js", 4, "failure", "CodeQL: js/xss Cross-site scripting"));
  }

  @Test
  void theRuleSaysTheLevelThatAResultLeavesOutAndWhatItIsAbout() throws IOException {
    var reports =
        read(
            "results.sarif",
            """
            {"runs": [{"tool": {"driver": {"name": "Scanner", "rules": [
                {"id": "bad", "defaultConfiguration": {"level": "error"},
                 "properties": {"security-severity": "8.1", "tags": ["security"]}},
                {"id": "fair", "defaultConfiguration": {"level": "warning"}}]},
              "extensions": [{"rules": [{"id": "more", "defaultConfiguration": {"level": "error"}}]}]},
             "results": [
              {"ruleId": "bad", "message": {"text": "one"}},
              {"ruleId": "bad", "level": "note", "message": {"text": "two"}},
              {"ruleId": "bad", "suppressions": [{"kind": "inSource"}], "message": {"text": "three"}},
              {"ruleId": "bad", "suppressions": [{"kind": "external", "status": "rejected"}],
               "message": {"text": "kept"}},
              {"ruleId": "fair", "message": {"text": "four"}},
              {"rule": {"id": "more"}, "message": {"text": "five"}}]}]}
            """);
    assertThat(reports.findings())
        .containsExactly(
            new Finding(
                "report",
                "Scanner",
                "bad",
                List.of("security-severity 8.1", "security"),
                "",
                0,
                "one"),
            new Finding(
                "report",
                "Scanner",
                "bad",
                List.of("security-severity 8.1", "security"),
                "",
                0,
                "kept"),
            new Finding("report", "Scanner", "more", List.of(), "", 0, "five"));
  }

  @Test
  void nothingIsFetchedOrExpandedForADocumentType(@TempDir Path folder) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "top secret");
    var reports =
        read(
            "a.xml",
            "<!DOCTYPE t [<!ENTITY s SYSTEM '%s'><!ENTITY l 'lol'>]><testsuite>"
                    .formatted(secret.toUri())
                + "<testcase name='t'><failure>&s;&l;</failure></testcase></testsuite>");
    assertThat(reports.tests().toString()).doesNotContain("top secret").doesNotContain("lol");
  }

  @Test
  void aBombGoesOffNowhere() throws IOException {
    byte[] huge = new byte[ReportReader.LARGEST + 1];
    Arrays.fill(huge, (byte) ' ');
    assertThat(read(zip(Map.of("bomb.xml", huge))).tests()).isEmpty();
    assertThat(read("good.xml", "<testsuite><testcase name='t'/></testsuite>").tests()).hasSize(1);
  }

  @Test
  void whatIsPassedOverIsNotExpandedWithoutBoundsEither() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("video.bin", new byte[20_000]);
    files.put(
        "good.xml", "<testsuite><testcase name='t'/></testsuite>".getBytes(StandardCharsets.UTF_8));
    var strict = new ReportReader(10_000);
    strict.artifact("report", new ByteArrayInputStream(zip(files)));
    assertThat(strict.reports().tests()).isEmpty();
    assertThat(strict.reports().cut()).containsExactly("report");
    assertThat(read(zip(files)).tests()).hasSize(1);
  }

  @Test
  void noMoreEntriesAreLookedAtThanAnyReportNeeds() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < ReportReader.MOST_ENTRIES; i++) {
      files.put(i + ".txt", new byte[0]);
    }
    files.put(
        "late.xml", "<testsuite><testcase name='t'/></testsuite>".getBytes(StandardCharsets.UTF_8));
    assertThat(read(zip(files)).tests()).isEmpty();
  }

  @Test
  void whatIsNoReportOrNoArchiveIsPassedOver() throws IOException {
    read("pom.xml", "<project/>");
    read("notes.txt", "FAILED");
    read("no zip at all".getBytes(StandardCharsets.UTF_8));
    assertThat(reader.reports()).isEqualTo(Reports.NONE);
    read("broken.sarif", "{\"runs\": [");
    read("coverage.xml", "<report>" + " ".repeat(ReportReader.LARGEST));
    assertThat(reader.reports()).isEqualTo(Reports.NONE);
    read("broken.xml", "<testsuite><testcase name='cut'");
    assertThat(reader.reports()).isEqualTo(new Reports(List.of(), List.of(), Set.of("report")));
  }
}
