package dev.freshet.flink;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.features.FeaturesJob;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job as a Flink application cluster: a job manager and a task manager in processes of their own,
 * as in Flink's images, with the jars of this module as their class path.
 */
@Timeout(900)
class ApplicationClusterIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka(2);

  @TempDir private Path dir;

  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int restPort = freePort();

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    http.close();
  }

  @Test
  void goesOnFromTheSavepointThatItWasStoppedWith() throws Exception {
    configure();
    Process jobManager = startJobManager("-");
    Process taskManager = startTaskManager("first");
    Instant now = Instant.now();
    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.like("ann", "v1", now));
    await().until(() -> version("ann") == 1);

    String savepoint = stopWithSavepoint();
    assertThat(jobManager.waitFor(5, TimeUnit.MINUTES)).isTrue();
    taskManager.destroyForcibly().waitFor();
    startJobManager(savepoint);
    startTaskManager("second");
    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.like("ann", "v2", now.plusMillis(1)));

    await().until(() -> version("ann") == 2);
    assertThat(KAFKA.records(Topics.USER_STATES)).hasSize(2);
  }

  private static long version(String user) {
    return KAFKA.records(Topics.USER_STATES).stream()
        .map(record -> record.value())
        .filter(state -> state.getUser().equals(user))
        .mapToLong(UserState::getEvents)
        .max()
        .orElse(0);
  }

  /** Returns the savepoint; the job manager ends when somebody has asked for it. */
  private String stopWithSavepoint() throws IOException, InterruptedException {
    String job = matched("\"id\":\"([0-9a-f]+)\"", ask("GET", "/jobs", ""));
    HttpResponse<String> stopping =
        ask(
            "POST",
            "/jobs/" + job + "/stop",
            "{\"targetDirectory\":\"%s\",\"drain\":false}"
                .formatted(dir.resolve("savepoints").toUri()));
    String request = matched("\"request-id\":\"([0-9a-f]+)\"", stopping);
    String outcome = "/jobs/%s/savepoints/%s".formatted(job, request);
    await().until(() -> ask("GET", outcome, "").body().contains("COMPLETED"));
    return matched("\"location\":\"([^\"]+)\"", ask("GET", outcome, ""));
  }

  private static String matched(String pattern, HttpResponse<String> response) {
    Matcher matcher = Pattern.compile(pattern).matcher(response.body());
    assertThat(matcher.find()).as(response.body()).isTrue();
    return matcher.group(1);
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(restPort, path)))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private Process startJobManager(String savepoint) throws IOException {
    return start(
        ApplicationCluster.class.getName(),
        dir.toString(),
        FeaturesJob.class.getName(),
        savepoint,
        "--bootstrap",
        KAFKA.bootstrapServers(),
        "--set",
        "freshet.kafka.partitions=2",
        "--set",
        "execution.checkpointing.dir=" + dir.resolve("checkpoints").toUri());
  }

  private Process startTaskManager(String name) throws IOException {
    return start(
        TaskManagerRunner.class.getName(),
        "--configDir",
        dir.toString(),
        "-D",
        "taskmanager.resource-id=" + name);
  }

  private Process start(String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main));
    command.addAll(List.of(arguments));
    File log = dir.resolve("log-" + processes.size()).toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    processes.add(process);
    return process;
  }

  /** What Flink's own start scripts would otherwise work out. */
  private void configure() throws IOException {
    Files.writeString(
        dir.resolve("config.yaml"),
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        rest.port: %d
        rest.bind-address: 127.0.0.1
        taskmanager.host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 1
        taskmanager.cpu.cores: 1.0
        taskmanager.memory.task.heap.size: 128m
        taskmanager.memory.task.off-heap.size: 0m
        taskmanager.memory.framework.heap.size: 64m
        taskmanager.memory.framework.off-heap.size: 64m
        taskmanager.memory.managed.size: 64m
        taskmanager.memory.network.min: 16m
        taskmanager.memory.network.max: 16m
        taskmanager.memory.jvm-metaspace.size: 128m
        taskmanager.memory.jvm-overhead.min: 64m
        taskmanager.memory.jvm-overhead.max: 64m
        io.tmp.dirs: %s
        """
            .formatted(freePort(), restPort, dir.resolve("tmp")));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no port is free", e);
    }
  }
}
