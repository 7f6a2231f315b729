package dev.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.local.broker.Port;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class SupervisorTest {

  private static final RestartPolicy QUICK =
      new RestartPolicy(3, Duration.ofHours(1), Duration.ofMillis(10));

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path dir;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path diary;
  private ProcessList processes;
  private Supervisor supervisor;

  @BeforeEach
  void createSupervisor() {
    diary = dir.resolve("diary");
    processes = new ProcessList(dir.resolve("processes"));
    var terminal = new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8), false, false);
    supervisor = new Supervisor(dir, processes, terminal, QUICK);
  }

  @AfterEach
  void stop() {
    supervisor.close();
  }

  @Test
  void stopsGroupsInTheOppositeOrder() throws Exception {
    supervisor.start(List.of(FakeChild.spec("broker", diary, "well-behaved")));
    supervisor.start(List.of(FakeChild.spec("users", diary, "well-behaved")));

    supervisor.close();

    assertThat(diary).hasContent("start broker\nstart users\nstop users\nstop broker");
    assertThat(processes.running()).isEmpty();
  }

  @Test
  void awaitsThatAProcessListensWhereItDoesNotSayThatItIsReady() throws Exception {
    int port = Port.free();

    supervisor.start(List.of(FakeChild.spec("foreign", diary, "listens-at-" + port).readyAt(port)));

    assertThat(Port.isFree(port)).isFalse();
    assertThat(said()).contains("foreign  ready in");
  }

  @Test
  void listsWhatRuns() throws Exception {
    supervisor.start(
        List.of(
            FakeChild.spec("flink", diary, "well-behaved"),
            FakeChild.spec("serving", diary, "well-behaved")));

    assertThat(processes.running())
        .extracting(ProcessList.Entry::name)
        .containsExactly("flink", "serving");
    assertThat(ResidentMemory.of(processes.running().getFirst().handle().pid()))
        .isGreaterThan(1 << 20);
  }

  @Test
  void startsADeadProcessAgainAndSaysSo() throws Exception {
    supervisor.start(List.of(FakeChild.spec("flink", diary, "dies-once")));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(said()).contains("flink is back after"));
    assertThat(said()).contains("flink died (status 7). The end of " + dir.resolve("flink.log"));
    assertThat(processes.running()).hasSize(1);
  }

  @Test
  void givesUpAtTheThirdDeathAndShowsTheEndOfTheLog() throws Exception {
    supervisor.start(List.of(FakeChild.spec("flink", diary, "dies-thrice")));

    assertThatThrownBy(() -> supervisor.watch(Duration.ofMinutes(5)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("out of luck")
        .hasMessageContaining("flink died 3 times within 3600 s and is not started again.");
  }

  @Test
  void saysWhyAProcessDidNotStart() {
    assertThatThrownBy(
            () -> supervisor.start(List.of(FakeChild.spec("flink", diary, "dies-at-once"))))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("flink died while it started (status 1)")
        .hasMessageContaining("no luck today");
    assertThat(diary).hasContent("start flink");
  }

  @Test
  void saysThatAProcessWasNotReadyInTime() {
    ChildSpec slow = within(Duration.ofSeconds(1), FakeChild.spec("flink", diary, "never-ready"));

    assertThatThrownBy(() -> supervisor.start(List.of(slow)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("flink was not ready within 1 s");
    assertThat(supervisor.running()).isEmpty();
  }

  @Test
  void killsAProcessThatDoesNotStopInItsGrace() throws Exception {
    supervisor.start(
        List.of(graceOf(Duration.ofMillis(300), FakeChild.spec("flink", diary, "stubborn"))));
    ProcessHandle process = supervisor.running().getFirst().handle();

    supervisor.close();

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void returnsTheStatusOfAProcessAtTheTerminal() throws Exception {
    assertThat(supervisor.run(FakeChild.spec("replay", diary, "returns-5"))).isEqualTo(5);
  }

  @Test
  void leavesNoOrphanWhenTheLauncherIsKilled() throws Exception {
    Process launcher = launch();
    try (var lines = launcher.inputReader()) {
      await().atMost(PATIENCE).until(() -> "started".equals(lines.readLine()));
      List<ProcessList.Entry> children = processes.running();
      assertThat(children).hasSize(2);

      launcher.destroyForcibly();

      await()
          .atMost(PATIENCE)
          .until(() -> children.stream().noneMatch(child -> child.handle().isAlive()));
      assertThat(Files.readAllLines(diary)).contains("stop one", "stop two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void takesASignalToTheWholeGroupAsAStopOfTheSystem(String signal) throws Exception {
    // a test run below nohup has inherited that HUP is ignored
    Process launcher = launch("env", "--default-signal=TERM,INT,HUP", "setsid");
    try (var lines = launcher.inputReader()) {
      await().atMost(PATIENCE).until(() -> "started".equals(lines.readLine()));
      List<ProcessList.Entry> children = processes.running();
      assertThat(children).hasSize(2);

      send(signal, "-" + launcher.pid());

      assertThat(launcher.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(lines.lines()).noneMatch(line -> line.contains("died"));
      assertThat(children).noneMatch(child -> child.handle().isAlive());
      assertThat(Files.readAllLines(diary))
          .containsExactlyInAnyOrder("start one", "start two", "stop one", "stop two");
    } finally {
      launcher.destroyForcibly();
    }
  }

  @Test
  void stopsByTermWhereItWasStartedInTheBackgroundOfAScript() throws Exception {
    Process launcher = launch("sh", "-c", "trap '' INT; exec \"$@\"", "sh");
    try (var lines = launcher.inputReader()) {
      await().atMost(PATIENCE).until(() -> "started".equals(lines.readLine()));
      List<ProcessList.Entry> children = processes.running();

      send("INT", Long.toString(launcher.pid()));
      send("TERM", Long.toString(launcher.pid()));

      assertThat(launcher.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(children).hasSize(2).noneMatch(child -> child.handle().isAlive());
      assertThat(Files.readAllLines(diary)).contains("stop one", "stop two");
    } finally {
      launcher.destroyForcibly();
    }
  }

  /** Starts a launcher of two fakes by way of {@code prefix}. */
  private Process launch(String... prefix) throws Exception {
    ChildSpec own = FakeChild.spec("launcher", diary, "well-behaved");
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(
        List.of(
            own.command().getFirst(),
            "-cp",
            String.join(java.io.File.pathSeparator, classPath(own)),
            FakeLauncher.class.getName(),
            dir.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void send(String signal, String to) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, "--", to).start().waitFor()).isZero();
  }

  private static List<String> classPath(ChildSpec spec) {
    List<String> command = spec.command();
    return List.of(command.get(command.indexOf("-cp") + 1));
  }

  private static ChildSpec within(Duration ready, ChildSpec spec) {
    return changed(spec, ready, spec.grace());
  }

  private static ChildSpec graceOf(Duration grace, ChildSpec spec) {
    return changed(spec, spec.readyWithin(), grace);
  }

  private static ChildSpec changed(ChildSpec spec, Duration ready, Duration grace) {
    return new ChildSpec(
        spec.name(),
        spec.classPath(),
        spec.main(),
        spec.jvmFlags(),
        spec.arguments(),
        spec.environment(),
        spec.spoken(),
        spec.readyPort(),
        ready,
        grace,
        spec.niced());
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
