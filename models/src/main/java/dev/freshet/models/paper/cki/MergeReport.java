package dev.freshet.models.paper.cki;

import java.util.List;

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
