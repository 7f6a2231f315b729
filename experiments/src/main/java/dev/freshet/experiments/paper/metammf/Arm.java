package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to fuse, as it is compared.
 *
 * @param label in tables
 * @param config all of it but the seed
 */
record Arm(String label, MetaMmfConfig config) {

  static final List<Integer> RANKS = List.of(1, 2, 4, 8, 16);

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

  /** Whether all videos are fused by the same weights. */
  boolean isStatic() {
    return config.fusion().isStatic();
  }
}
