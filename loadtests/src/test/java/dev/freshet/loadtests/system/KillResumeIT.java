package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TinyLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Replays a log undisturbed, and again with the Flink process and then the broker killed. */
class KillResumeIT {

  /** The log's two days take about twenty seconds, so there is a middle to be killed in. */
  private static final String SPEED = "8640";

  private static final TinyLog LOG = TinyLog.small();

  @TempDir Path dir;

  @BeforeEach
  void writeLog() {
    LOG.write(dir.resolve("tiny"));
  }

  @Test
  void comesToTheSameStateAfterKills() throws IOException {
    comesToTheSameState(2);
  }

  @Test
  @EnabledIfSystemProperty(named = "freshet.nightly", matches = "true")
  void comesToTheSameStateAfterKillsWithOneReplica() throws IOException {
    comesToTheSameState(1);
  }

  private void comesToTheSameState(int replicas) throws IOException {
    JsonNode undisturbed = replay("undisturbed", "max", replicas, List.of());

    JsonNode killed = replay("killed", SPEED, replicas, List.of("flink", "broker"));

    assertThat(undisturbed.path("examples").asInt()).isEqualTo(LOG.impressions());
    assertThat(undisturbed.path("stateDigest").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(undisturbed.path("models").path("sasrec").path("auc").asDouble()).isGreaterThan(0.5);
    assertThat(undisturbed.at("/state/rows").asInt()).isPositive();
    assertThat(killed.path("stateDigest")).isEqualTo(undisturbed.path("stateDigest"));
    assertThat(killed.path("models")).isEqualTo(undisturbed.path("models"));
    assertThat(killed.path("examples")).isEqualTo(undisturbed.path("examples"));
  }

  private JsonNode replay(String name, String speed, int replicas, List<String> killed)
      throws IOException {
    Path json = dir.resolve(name + ".json");
    try (var replay =
        Launched.of(
            "replay",
            dir.resolve(name),
            "--data",
            dir.resolve("tiny").toString(),
            "--speed",
            speed,
            "--json",
            json.toString(),
            "--set",
            "execution.checkpointing.interval=2s",
            "--set",
            "freshet.training.replicas=" + replicas)) {
      for (int i = 0; i < killed.size(); i++) {
        // a third of the examples has been learned from, then a half; more is still to come
        replay.awaitLine("(?m) ([%d-9]\\d) %%".formatted(3 + 2 * i), Patience.LIMIT);
        kill(replay, killed.get(i));
      }
      assertThat(replay.awaitEnd(Patience.LIMIT)).as(replay.said()).isZero();
    }
    return new JsonMapper().readTree(json.toFile());
  }

  private static void kill(Launched replay, String name) {
    ProcessHandle child = replay.child(name);
    assertThat(child.destroyForcibly()).isTrue();
    await().ignoreExceptions().until(() -> replay.child(name).pid() != child.pid());
  }
}
