package dev.freshet.loadtests.faults.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a system of a single process, which is this one, called flink. */
class InflictingTest {

  /** As Flink lists them, two slots of the second being taken. */
  private static final String TASK_MANAGERS =
      """
      {"taskmanagers": [
        {"id": "task-manager-1", "slotsNumber": 5, "freeSlots": 5},
        {"id": "task-manager-2", "slotsNumber": 5, "freeSlots": 3}]}
      """;

  @TempDir Path dir;

  private @Nullable HttpServer server;

  private Children children;

  @BeforeEach
  void list() throws Exception {
    Path file = dir.resolve("processes");
    Files.writeString(file, "flink " + ProcessHandle.current().pid() + " 0\n");
    children = new Children(file);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void takesAProcessThatRuns() {
    var inflicting = new Inflicting(children, null, null, null);

    assertThat(inflicting.impossible(new Fault.Kill(List.of("flink")))).isEmpty();
    assertThat(inflicting.impossible(new Fault.Pause("flink"))).isEmpty();
  }

  @Test
  void saysWhichProcessThisSystemDoesNotHave() {
    var inflicting = new Inflicting(children, null, null, null);

    assertThat(inflicting.impossible(new Fault.Kill(List.of("flink", "broker"))))
        .contains("no process broker is in this system");
    assertThat(inflicting.impossible(new Fault.Pause("broker"))).isPresent();
  }

  @Test
  void takesATaskManagerOnlyWhereThereAreSome() {
    assertThat(
            new Inflicting(children, null, null, null)
                .impossible(new Fault.Pause(TaskManagers.BUSIEST)))
        .hasValueSatisfying(why -> assertThat(why).contains("single process"));
  }

  @Test
  void takesTheTaskManagerWithTheMostTasks() throws Exception {
    URI flink = answering(TASK_MANAGERS);
    try (var taskManagers = new TaskManagers(flink)) {
      var inflicting = new Inflicting(children, taskManagers, null, null);

      assertThat(inflicting.aim(new Fault.Kill(List.of(TaskManagers.BUSIEST))))
          .isEqualTo(new Fault.Kill(List.of("task-manager-2")));
      assertThat(inflicting.aim(new Fault.Pause("flink"))).isEqualTo(new Fault.Pause("flink"));
    }
  }

  @Test
  void fillsOnlyADiskOfItsOwn() {
    try (var failed = FailedCheckpoints.inMetrics(URI.create("http://127.0.0.1:1"))) {
      assertThat(new Inflicting(children, null, null, failed).impossible(new Fault.FillDisk()))
          .hasValueSatisfying(why -> assertThat(why).contains("no disk of their own"));
      assertThat(new Inflicting(children, null, dir, failed).impossible(new Fault.FillDisk()))
          .isEmpty();
    }
  }

  @Test
  void fillsADiskOnlyWhereFlinkSaysHowManyCheckpointsFailed() {
    assertThat(new Inflicting(children, null, dir, null).impossible(new Fault.FillDisk()))
        .hasValueSatisfying(why -> assertThat(why).contains("how many checkpoints failed"));
  }

  @Test
  void saysSoWhereTheDiskWasNeverFull() {
    var inflicting = new Inflicting(children, null, dir.resolve("missing"), null);

    assertThatThrownBy(() -> inflicting.inflict(new Fault.FillDisk(), Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was never full")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  private URI answering(String json) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/taskmanagers",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
