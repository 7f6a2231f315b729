package dev.freshet.loadtests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.testkit.TinyLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays a log undisturbed, and again with the Flink process killed in the middle. */
class KillResumeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The log's two days take about twenty seconds, so there is a middle to be killed in. */
  private static final String SPEED = "8640";

  private static final TinyLog LOG = TinyLog.small();

  @TempDir Path dir;

  @BeforeEach
  void writeLog() {
    LOG.write(dir.resolve("tiny"));
  }

  @Test
  void comesToTheSameStateAfterAKill() throws IOException {
    JsonNode undisturbed = replay("undisturbed", "max", false);

    JsonNode killed = replay("killed", SPEED, true);

    assertThat(undisturbed.path("examples").asInt()).isEqualTo(LOG.impressions());
    assertThat(undisturbed.path("stateDigest").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(undisturbed.path("models").path("sasrec").path("auc").asDouble()).isGreaterThan(0.5);
    assertThat(undisturbed.at("/state/rows").asInt()).isPositive();
    assertThat(killed.path("stateDigest")).isEqualTo(undisturbed.path("stateDigest"));
    assertThat(killed.path("models")).isEqualTo(undisturbed.path("models"));
    assertThat(killed.path("examples")).isEqualTo(undisturbed.path("examples"));
  }

  private JsonNode replay(String name, String speed, boolean kill) throws IOException {
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
            "execution.checkpointing.interval=2s")) {
      if (kill) {
        // a third of the examples has been learned from, a good half is still to come
        replay.awaitLine("(?m) (3\\d|4\\d|5\\d) %", PATIENCE);
        ProcessHandle flink = replay.child("flink");
        assertThat(flink.destroyForcibly()).isTrue();
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> replay.child("flink").pid() != flink.pid());
      }
      assertThat(replay.awaitEnd(PATIENCE)).as(replay.said()).isZero();
    }
    return new JsonMapper().readTree(json.toFile());
  }
}
