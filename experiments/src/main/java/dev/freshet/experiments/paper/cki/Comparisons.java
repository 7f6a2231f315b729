package dev.freshet.experiments.paper.cki;

import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.PairedBootstrap;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Paired comparisons of two arms over several runs on the same test window. */
final class Comparisons {

  private Comparisons() {}

  /** Difference of the mean AUC; users are drawn, the runs are as they are. */
  static Difference auc(List<Scored> model, List<Scored> other) {
    return PairedBootstrap.defaults()
        .compareMeans(
            model.stream().map(Scored::labels).toList(),
            other.stream().map(Scored::labels).toList())
        .auc();
  }

  /** Difference of the mean NDCG@10. */
  static Difference ndcg(List<Scored> model, List<Scored> other) {
    return PairedBootstrap.defaults().means(meanNdcg(model), meanNdcg(other));
  }

  private static double[] meanNdcg(List<Scored> runs) {
    double[] mean = new double[runs.getFirst().ndcg().length];
    for (Scored run : runs) {
      for (int user = 0; user < mean.length; user++) {
        mean[user] += run.ndcg()[user] / runs.size();
      }
    }
    return mean;
  }

  /** Number of runs in which the AUC is at least the other's. */
  static long won(List<Scored> model, List<Scored> other) {
    long won = 0;
    for (int run = 0; run < model.size(); run++) {
      if (model.get(run).evaluation().auc() >= other.get(run).evaluation().auc()) {
        won++;
      }
    }
    return won;
  }

  /** Mean over the runs. */
  static double mean(List<Scored> runs, ToDoubleFunction<Scored> metric) {
    return runs.stream().mapToDouble(metric).average().orElse(Double.NaN);
  }
}
