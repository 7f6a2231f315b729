package dev.freshet.models.paper.cki;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a merge made of each matrix.
 *
 * @param layers in the order of the parameters
 */
public record MergeReport(List<Layer> layers) {

  public MergeReport {
    layers = List.copyOf(layers);
  }

  /**
   * Means over the matrices, by name: {@code parent0.entropy}, {@code parent0.weight} and {@code
   * parent0.share}, and so on for each parent; nothing where there are no matrices.
   */
  public Map<String, Double> summary() {
    Map<String, Double> summary = new TreeMap<>();
    for (Layer layer : layers) {
      for (int k = 0; k < layer.weights().size(); k++) {
        String parent = "parent" + k;
        summary.merge(parent + ".entropy", layer.entropies().get(k) / layers.size(), Double::sum);
        summary.merge(parent + ".weight", layer.weights().get(k) / layers.size(), Double::sum);
        summary.merge(parent + ".share", layer.shares().get(k) / layers.size(), Double::sum);
      }
    }
    return summary;
  }

  /**
   * One matrix. Every list has an entry for each parent.
   *
   * @param entropies {@link HistogramEntropy} of the parents' matrices
   * @param gates how much they count by it; they sum to 1
   * @param weights mean weight of the parents in soft splicing; they sum to 1
   * @param shares share of the entries that hard splicing takes from each
   * @param stability share of resamples of the entries in which the gate of the first two parents
   *     leans the same way
   */
  public record Layer(
      String name,
      List<Double> entropies,
      List<Double> gates,
      List<Double> weights,
      List<Double> shares,
      double stability) {

    public Layer {
      entropies = List.copyOf(entropies);
      gates = List.copyOf(gates);
      weights = List.copyOf(weights);
      shares = List.copyOf(shares);
    }
  }
}
