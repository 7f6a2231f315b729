package dev.freshet.loadtests.faults.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.http.Connections;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.StreamSupport;

/** The task managers of a Flink cluster, whose ids there are the names of their processes. */
public final class TaskManagers implements AutoCloseable {

  /** Stands for the process with the most tasks, where a scenario names one. */
  public static final String BUSIEST = "busiest-task-manager";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Connections flink;

  /**
   * @param flink base of the job manager's REST API
   */
  public TaskManagers(URI flink) {
    this.flink = new Connections(flink, TIMEOUT);
  }

  /**
   * Name of the one whose slots are taken most. After one was lost, all tasks are in the other.
   *
   * @throws IllegalStateException if none has a task
   */
  String busiest() {
    try {
      JsonNode all =
          JSON.readTree(flink.get("/taskmanagers").require(200).body()).path("taskmanagers");
      return StreamSupport.stream(all.spliterator(), false)
          .filter(each -> taken(each) > 0)
          .max(Comparator.comparingInt(TaskManagers::taken))
          .orElseThrow(() -> new IllegalStateException("no task manager has a task: " + all))
          .path("id")
          .asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Flink's list of task managers is no JSON", e);
    }
  }

  private static int taken(JsonNode taskManager) {
    return taskManager.path("slotsNumber").asInt() - taskManager.path("freeSlots").asInt();
  }

  @Override
  public void close() {
    flink.close();
  }
}
