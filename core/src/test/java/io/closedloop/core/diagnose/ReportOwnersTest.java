package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.WorkflowJob;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportOwnersTest {
  private static WorkflowJob job(String name) {
    return new WorkflowJob(
        name.hashCode(), 1, 1, name, "completed", "failure", null, null, null, List.of(), "");
  }

  private static List<WorkflowJob> jobs(String... names) {
    return Stream.of(names).map(ReportOwnersTest::job).toList();
  }

  private static boolean owns(
      List<WorkflowJob> jobs, List<WorkflowJob> failed, String job, String artifact) {
    return new ReportOwners(jobs, failed).owns(job(job), artifact);
  }

  @Test
  void whatBearsNoNameBelongsToTheOnlyJobThatFailed() {
    assertThat(owns(jobs("build", "docs"), jobs("build"), "build", "junit-results")).isTrue();
    assertThat(owns(jobs("build", "docs"), jobs("build", "docs"), "build", "junit-results"))
        .isFalse();
  }

  @Test
  void whatBearsANameBelongsToThatJobWhateverFailed() {
    var all = jobs("Unit tests", "Lint");
    assertThat(owns(all, jobs("Lint"), "Lint", "unit-tests-report")).isFalse();
    assertThat(owns(all, all, "Unit tests", "unit_tests")).isTrue();
    assertThat(owns(all, all, "Lint", "sarif-lint")).isTrue();
  }

  @Test
  void legsOfAMatrixAreToldApartByWhatOnlyTheyAreCalled() {
    var all = jobs("test (ubuntu, 17)", "test (ubuntu, 21)");
    assertThat(owns(all, all, "test (ubuntu, 17)", "results-17")).isTrue();
    assertThat(owns(all, all, "test (ubuntu, 21)", "results-17")).isFalse();
    assertThat(owns(all, all, "test (ubuntu, 17)", "results-ubuntu")).isFalse();
  }
}
