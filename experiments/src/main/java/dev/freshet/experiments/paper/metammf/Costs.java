package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the low-rank form saves at the sizes 256-128-64-32 with a meta dimension of 5. */
final class Costs {
  private static final Map<Modality, Integer> DIMENSIONS =
      Map.of(Modality.VISUAL, 128, Modality.ACOUSTIC, 64, Modality.TEXTUAL, 64);
  private static final List<Integer> WIDTHS = List.of(128, 64, 32);
  private static final int EPOCHS = 5;

  private Costs() {}

  /** Number of trained fusion weights of a configuration. */
  static long weights(MetaMmfConfig config, Map<Modality, Integer> dimensions) {
    try (MetaMmfModel model = model(config, new ModalityVectors(1, dimensions))) {
      return model.fusionSize();
    }
  }

  private static MetaMmfModel model(MetaMmfConfig config, ModalityVectors none) {
    int[][] one = {{0}};
    int[][] empty = {{}};
    return new MetaMmfModel(
        config, none, new InteractionSplit(1, one, empty, empty, new int[] {0}));
  }

  /** Counts weights and times epochs, arm by arm in one thread. */
  static void measure(Room room) {
    MetaMmfConfig config = PlantedTests.config(1).withWidths(WIDTHS);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arm.of(Fusion.CONCAT, config));
    Arm.RANKS.forEach(rank -> arms.add(Arm.dynamic(config, rank)));
    arms.add(Arm.of(Fusion.FULL_TENSOR, config));
    PlantedModalities planted =
        PlantedModalities.of(
            new PlantedModalities.Recipe(
                500, room.isQuick() ? 1_000 : 3_000, 16, DIMENSIONS, 6, 4, 4, 0.3, true),
            1);
    InteractionSplit split = InteractionSplit.random(planted.vectors().count(), planted.liked(), 1);
    List<List<String>> rows = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    List<Long> generators = new ArrayList<>();
    for (Arm arm : arms) {
      try (MetaMmfModel model = new MetaMmfModel(arm.config(), planted.vectors(), split)) {
        millis.add(epoch(model));
        generators.add(model.generatorSize());
        rows.add(
            List.of(
                arm.label(),
                Numbers.number((double) model.generatorSize(), 0),
                Numbers.number((double) model.fusionSize(), 0),
                Numbers.number(millis.getLast(), 0)));
      }
    }
    double fewer = (double) generators.getLast() / generators.get(arms.size() - 2);
    room.claim(
        new Claim.Ratio(
            Statement.reported(
                "cost-generator-weights",
                "CP of rank 16 has at most 1/15 of the full tensor's generator weights"),
            Measured.of(fewer).with("fewer"),
            15));
    double faster = millis.getLast() / millis.get(arms.size() - 2);
    room.claim(
        new Claim.Ratio(
            Statement.reported(
                "cost-epoch",
                "An epoch of CP, R = 16, takes no more time than the efficient full form's (s + 1 ="
                    + " 6 times as fast at most)"),
            Measured.of(faster).with("as fast"),
            1));
    room.heading("Cost at 256-128-64-32");
    room.show(
        new Table(
            List.of("arm", "generator weights", "fusion weights", "ms per epoch, one thread"),
            rows));
  }

  /** The fastest of some epochs after the first, in milliseconds. */
  private static double epoch(MetaMmfModel model) {
    model.epoch();
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < EPOCHS; i++) {
      long begin = System.nanoTime();
      model.epoch();
      fastest = Math.min(fastest, (System.nanoTime() - begin) / 1e6);
    }
    return fastest;
  }
}
