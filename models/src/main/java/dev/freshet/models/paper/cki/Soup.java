package dev.freshet.models.paper.cki;

import dev.freshet.models.net.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Weighted means of parents' parameters: what CKI is compared with.
 *
 * <p>Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves
 * accuracy without increasing inference time", ICML 2022.
 */
public final class Soup {

  private Soup() {}

  /** The plain mean of all parents. */
  public static List<Parameter> uniform(List<List<Parameter>> parents) {
    double[] weights = new double[parents.size()];
    Arrays.fill(weights, 1.0 / parents.size());
    return mean(parents, weights);
  }

  /** {@code α} of the first parent, the rest in equal parts of the others. */
  public static List<Parameter> line(List<List<Parameter>> parents, double alpha) {
    double[] weights = new double[parents.size()];
    Arrays.fill(weights, (1 - alpha) / (parents.size() - 1));
    weights[0] = alpha;
    return mean(parents, weights);
  }

  /**
   * Takes the best parent, then each next best where the mean of all taken gets no worse with it.
   *
   * @param quality on a validation window; greater is better
   */
  public static List<Parameter> greedy(
      List<List<Parameter>> parents, ToDoubleFunction<List<Parameter>> quality) {
    double[] alone = parents.stream().mapToDouble(quality).toArray();
    List<Integer> order =
        IntStream.range(0, alone.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer k) -> alone[k]).reversed())
            .toList();
    List<List<Parameter>> taken = new ArrayList<>();
    List<Parameter> best = parents.get(order.getFirst());
    double reached = Double.NEGATIVE_INFINITY;
    for (int parent : order) {
      taken.add(parents.get(parent));
      List<Parameter> mean = uniform(taken);
      double now = quality.applyAsDouble(mean);
      if (now >= reached) {
        reached = now;
        best = mean;
      } else {
        taken.removeLast();
      }
    }
    return best;
  }

  private static List<Parameter> mean(List<List<Parameter>> parents, double[] weights) {
    List<Parameter> mean = new ArrayList<>();
    for (int p = 0; p < parents.getFirst().size(); p++) {
      double[] sum = new double[parents.getFirst().get(p).values().length];
      for (int k = 0; k < weights.length; k++) {
        float[] values = parents.get(k).get(p).values();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weights[k] * values[i];
        }
      }
      float[] values = new float[sum.length];
      for (int i = 0; i < sum.length; i++) {
        values[i] = (float) sum[i];
      }
      mean.add(parents.getFirst().get(p).withValues(values));
    }
    return mean;
  }
}
