package dev.freshet.experiments.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.Findings;
import dev.freshet.experiments.TinyRoom;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.planted.PlantedLog;
import dev.freshet.models.paper.cki.CkiConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole protocol on a log of two thousand impressions. */
class WorldReportTest {

  @TempDir private Path runs;

  @Test
  void comparesEveryArmOfTheProtocol() {
    World world = World.of(new PlantedLog(40, 80, 4, 2_000, Duration.ofDays(1), 7));

    Findings findings;
    try (var tiny = new TinyRoom(runs)) {
      new WorldReport(
              tiny.room(), world, CkiExperiment.run(tiny.room(), world, CkiConfig.defaults()))
          .write();
      findings = tiny.findings();
    }

    assertThat(findings.claims())
        .hasSize(18)
        .extracting(Claim::statement)
        .extracting(Statement::id)
        .contains(
            "planted-cki-soft-is-above-uniform-average",
            "planted-in-the-stream-two-merged-replicas-lose-at-most-005-to-one-trainer");
    assertThat(findings.tables().values())
        .noneMatch(table -> table.rows().isEmpty())
        .hasSizeGreaterThanOrEqualTo(8);
  }
}
