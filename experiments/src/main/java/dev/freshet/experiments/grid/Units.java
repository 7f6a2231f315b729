package dev.freshet.experiments.grid;

import dev.freshet.models.eval.Rankings;
import dev.freshet.models.eval.ScoredLabels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one arm gave with one seed.
 *
 * @param metrics by name, such as {@code R@10}: a value for each unit (a user, a query, a picture)
 * @param figures by name: what there is one of, such as the number of weights or a validation
 *     metric after each epoch
 * @param labels scores with their labels, for metrics that are no mean over units; null without
 */
public record Units(
    Map<String, double[]> metrics, Map<String, double[]> figures, @Nullable ScoredLabels labels) {

  public Units {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** A metric of each unit. */
  public static Units of(String metric, double[] values) {
    return new Units(Map.of(metric, values), Map.of(), null);
  }

  /** P, R, HR and N (NDCG) of each user at these ranks, MRR, and the pooled hit ratio. */
  public static Units of(Rankings ranked, int... ranks) {
    Map<String, double[]> metrics = new LinkedHashMap<>();
    Map<String, double[]> figures = new LinkedHashMap<>();
    for (int k : ranks) {
      metrics.put("P@" + k, ranked.precision(k));
      metrics.put("R@" + k, ranked.recall(k));
      metrics.put("HR@" + k, ranked.hitRate(k));
      metrics.put("N@" + k, ranked.ndcg(k));
      figures.put("pooled HR@" + k, new double[] {ranked.pooledHitRatio(k)});
    }
    metrics.put("MRR", ranked.reciprocalRank());
    return new Units(metrics, figures, null);
  }

  /** AUC, GAUC and log loss of scores, and N@10 of each user's examples as one list. */
  public static Units of(ScoredLabels labels) {
    return new Units(Map.of("N@10", labels.rankings().ndcg(10)), Map.of(), labels);
  }

  /** The same with one figure or several more. */
  public Units with(String name, double... values) {
    Map<String, double[]> more = new LinkedHashMap<>(figures);
    more.put(name, values);
    return new Units(metrics, more, labels);
  }

  /** A metric of each unit. */
  public double[] metric(String name) {
    return named(metrics, name);
  }

  /** The values of a figure. */
  public double[] figure(String name) {
    return named(figures, name);
  }

  private static double[] named(Map<String, double[]> values, String name) {
    double[] named = values.get(name);
    if (named == null) {
      throw new IllegalArgumentException("no %s among %s".formatted(name, values.keySet()));
    }
    return named;
  }

  void write(DataOutput out) throws IOException {
    write(out, metrics);
    write(out, figures);
    out.writeInt(labels == null ? -1 : labels.size());
    if (labels != null) {
      int[] users = labels.users();
      float[] scores = labels.scores();
      boolean[] positive = labels.positive();
      for (int i = 0; i < scores.length; i++) {
        out.writeInt(users[i]);
        out.writeFloat(scores[i]);
        out.writeBoolean(positive[i]);
      }
    }
  }

  private static void write(DataOutput out, Map<String, double[]> values) throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, double[]> named : values.entrySet()) {
      out.writeUTF(named.getKey());
      out.writeInt(named.getValue().length);
      for (double value : named.getValue()) {
        out.writeDouble(value);
      }
    }
  }

  static Units read(DataInput in) throws IOException {
    Map<String, double[]> metrics = values(in);
    Map<String, double[]> figures = values(in);
    int examples = in.readInt();
    ScoredLabels labels = examples < 0 ? null : new ScoredLabels();
    for (int i = 0; i < examples && labels != null; i++) {
      labels.add(Integer.toString(in.readInt()), in.readFloat(), in.readBoolean());
    }
    return new Units(metrics, figures, labels);
  }

  private static Map<String, double[]> values(DataInput in) throws IOException {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      double[] named = new double[in.readInt()];
      for (int i = 0; i < named.length; i++) {
        named[i] = in.readDouble();
      }
      values.put(name, named);
    }
    return values;
  }
}
