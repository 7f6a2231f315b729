package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Column;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import dev.freshet.models.paper.metammf.ModalityVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * One way to fuse, as it is compared.
 *
 * @param label in tables
 * @param config all of it but the seed
 */
record Arm(String label, MetaMmfConfig config) {

  static final List<Integer> RANKS = List.of(1, 2, 4, 8, 16);

  static final String WEIGHTS = "fusion weights";
  static final String BEST_EPOCH = "best epoch";
  static final String EPOCH_MILLIS = "ms per epoch";
  static final String CURVE = "validation N@10";
  static final String NOT_FINITE = "components that are not finite";

  static final String CONCAT = Fusion.CONCAT.label();
  static final String WIDE = "concat MLP, wider";
  static final String DYNAMIC = "CP, R = 16";
  static final String GATE = Fusion.SCALAR_GATE.label();
  static final String ATTENTION = Fusion.VIDEO_ATTENTION.label();
  static final String FULL = Fusion.FULL_TENSOR.label();

  static Arm of(Fusion fusion, MetaMmfConfig config) {
    return new Arm(fusion.label(), config.withFusion(fusion, config.rank()));
  }

  static Arm dynamic(MetaMmfConfig config, int rank) {
    return new Arm("CP, R = " + rank, config.withFusion(Fusion.CANONICAL_POLYADIC, rank));
  }

  /** The static network with as many weights as {@code other}, by wider hidden layers. */
  static Arm wide(MetaMmfConfig config, int inputs, long weights) {
    MetaMmfConfig concat = config.withFusion(Fusion.CONCAT, config.rank());
    double factor = 1;
    while (size(widened(config.widths(), factor), inputs) < weights) {
      factor += 0.01;
    }
    return new Arm(WIDE, concat.withWidths(widened(config.widths(), factor)));
  }

  private static List<Integer> widened(List<Integer> widths, double factor) {
    List<Integer> wider = new ArrayList<>();
    for (int layer = 0; layer < widths.size(); layer++) {
      int width = widths.get(layer);
      wider.add(layer < widths.size() - 1 ? (int) Math.round(factor * width) : width);
    }
    return wider;
  }

  private static long size(List<Integer> widths, int inputs) {
    long size = 0;
    int in = inputs;
    for (int out : widths) {
      size += (long) in * out;
      in = out;
    }
    return size;
  }

  /** Every arm of the protocol. */
  static List<Arm> all(MetaMmfConfig config) {
    List<Arm> arms = new ArrayList<>();
    for (Fusion fusion : Fusion.values()) {
      if (fusion != Fusion.CANONICAL_POLYADIC) {
        arms.add(of(fusion, config));
      }
    }
    RANKS.forEach(rank -> arms.add(dynamic(config, rank)));
    return arms;
  }

  /** The arms that claims are about. */
  static List<Arm> some(MetaMmfConfig config) {
    return all(config).stream()
        .filter(
            arm -> arm.config().fusion() != Fusion.CANONICAL_POLYADIC || arm.config().rank() == 16)
        .toList();
  }

  /** Trained on what {@code data} makes of the seed; the best epoch ranks the test part. */
  Cell cell(LongFunction<Data> data) {
    return Cell.of(label, config.toString(), seed -> units(seed, data.apply(seed)));
  }

  /** What an arm is trained on and judged by. */
  record Data(ModalityVectors vectors, InteractionSplit split) {}

  private Units units(long seed, Data data) {
    Outcome outcome =
        MetaMmfEvaluation.train(
            config.withSeed(seed), data.vectors(), data.split(), (epoch, ndcg) -> {});
    try (var model = outcome.model()) {
      InteractionSplit split = data.split();
      return Units.of(MetaMmfEvaluation.rank(outcome.vectors(), split, split.test()), 10, 20)
          .with(WEIGHTS, (double) model.fusionSize())
          .with(BEST_EPOCH, outcome.best() + 1)
          .with(EPOCH_MILLIS, outcome.epochNanos() / 1e6)
          .with(CURVE, outcome.curve().stream().mapToDouble(Double::doubleValue).toArray())
          .with(NOT_FINITE, notFinite(outcome.vectors().videos()));
    }
  }

  private static int notFinite(float[] components) {
    int count = 0;
    for (float component : components) {
      count += Float.isFinite(component) ? 0 : 1;
    }
    return count;
  }

  /** A row for each arm, with its distance to the static network. */
  static Table table(Results results) {
    return results.table(
        "arm",
        Column.figure("fusion weights", WEIGHTS, 0),
        Column.mean("P@10"),
        Column.mean("R@10"),
        Column.figure("pooled HR@10", "pooled HR@10", 4),
        Column.mean("N@10"),
        Column.mean("R@20"),
        Column.mean("N@20"),
        Column.above("R@10", CONCAT),
        Column.figure("best epoch", BEST_EPOCH, 1),
        Column.figure("ms per epoch", EPOCH_MILLIS, 0));
  }

  /** Validation NDCG@10 by epoch of the first seed. */
  static LinePlot curves(String title, Results results, List<String> arms) {
    return results.plot(title, Axis.of("epoch"), "validation N@10", CURVE, 1, arms);
  }

  /** Whether all videos are fused by the same weights. */
  boolean isStatic() {
    return config.fusion().isStatic();
  }
}
