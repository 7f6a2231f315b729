package dev.freshet.experiments.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.TinyRoom;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.schemas.event.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arms on a catalogue of two hundred videos. */
class ArmTest {

  @TempDir private Path runs;

  @Test
  void ranksTheTestPartByWhatEachArmLearned() {
    MetaMmfConfig config = PlantedTests.config(3);
    List<Arm> arms = List.of(Arm.of(Fusion.CONCAT, config), Arm.dynamic(config, 4));
    Map<Modality, Integer> dimensions =
        Map.of(Modality.VISUAL, 6, Modality.ACOUSTIC, 4, Modality.TEXTUAL, 4);
    var recipe = new PlantedModalities.Recipe(150, 200, 20, dimensions, 6, 4, 4, 0.3, true);

    try (var tiny = new TinyRoom(runs)) {
      Results results =
          tiny.room()
              .run(
                  new Grid(
                      "tiny",
                      arms.stream().map(arm -> arm.cell(seed -> data(recipe, seed))).toList(),
                      Grid.SeedUnits.OWN));

      assertThat(results.arms()).containsExactly(Arm.CONCAT, "CP, R = 4");
      // ten of 200 by chance
      assertThat(results.mean("CP, R = 4", "R@10")).isGreaterThan(0.05);
      assertThat(results.figure(Arm.CONCAT, Arm.NOT_FINITE)).isZero();
      assertThat(results.of(Arm.CONCAT).getFirst().figure(Arm.CURVE)).hasSizeBetween(1, 3);
      assertThat(results.figure("CP, R = 4", Arm.WEIGHTS))
          .isGreaterThan(results.figure(Arm.CONCAT, Arm.WEIGHTS));
      assertThat(Arm.table(results).rows()).hasSize(2);
    }
  }

  private static Arm.Data data(PlantedModalities.Recipe recipe, long seed) {
    PlantedModalities planted = PlantedModalities.of(recipe, seed);
    return new Arm.Data(
        planted.vectors(),
        InteractionSplit.random(planted.vectors().count(), planted.liked(), seed));
  }
}
