package dev.freshet.models.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Says how sure a difference between two models is: draws users with replacement, as many as there
 * are, and computes both models' metrics on the drawn users' examples, again and again; the 95 %
 * interval runs from the 2.5th to the 97.5th percentile of the differences.
 *
 * <p>A user drawn {@code m} times counts {@code m} times. For GAUC and log loss each user's part is
 * computed once and weighted by {@code m}. AUC is no sum over users, so it is computed afresh for
 * each draw, exactly: examples are sorted once per model, and a draw is one walk over that order,
 * in which each example counts {@code m} times its user's, ties half. Both models see the same
 * draws. Draws without both classes (and for GAUC, without a user who has both) are left out.
 *
 * <p>Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 *
 * @param resamples number of draws; at least 40
 * @param seed of the draws
 */
public record PairedBootstrap(int resamples, long seed) {

  private static final double TAIL = 0.025;

  public PairedBootstrap {
    if (resamples < 40) {
      throw new IllegalArgumentException("resamples must be at least 40: " + resamples);
    }
  }

  /** 1,000 draws with a fixed seed. */
  public static PairedBootstrap defaults() {
    return new PairedBootstrap(1_000, 42L);
  }

  /**
   * Compares two models.
   *
   * @param model one model's scores
   * @param other the other's, of the same examples in the same order
   * @return by how much {@code model} exceeds {@code other}
   * @throws IllegalArgumentException if the examples differ
   */
  public Differences compare(ScoredLabels model, ScoredLabels other) {
    return compareMeans(List.of(model), List.of(other));
  }

  /**
   * Compares the mean metrics of several runs of a model, such as one for each seed, with those of
   * another model. A draw of users is the same in all runs.
   *
   * @param models each run's scores, all of the same examples in the same order
   * @param others the other model's, likewise, run by run
   * @return by how much the mean metric of {@code models} exceeds that of {@code others}
   * @throws IllegalArgumentException if the examples differ, or the numbers of runs
   */
  public Differences compareMeans(List<ScoredLabels> models, List<ScoredLabels> others) {
    if (models.isEmpty() || models.size() != others.size()) {
      throw new IllegalArgumentException(
          "%d runs compared with %d".formatted(models.size(), others.size()));
    }
    int[] users = models.getFirst().users();
    boolean[] positive = models.getFirst().positive();
    List<ModelScores> ones = scores(models, users, positive);
    List<ModelScores> twos = scores(others, users, positive);
    int userCount = ones.getFirst().userCount();
    double[] auc = new double[resamples];
    double[] gauc = new double[resamples];
    double[] logLoss = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    int[] times = new int[userCount];
    for (int resample = 0; resample < resamples; resample++) {
      Arrays.fill(times, 0);
      for (int i = 0; i < userCount; i++) {
        times[random.nextInt(userCount)]++;
      }
      auc[resample] = mean(ones, m -> m.auc(times)) - mean(twos, m -> m.auc(times));
      gauc[resample] = mean(ones, m -> m.gauc(times)) - mean(twos, m -> m.gauc(times));
      logLoss[resample] = mean(ones, m -> m.logLoss(times)) - mean(twos, m -> m.logLoss(times));
    }
    Arrays.fill(times, 1);
    return new Differences(
        difference(mean(ones, m -> m.auc(times)) - mean(twos, m -> m.auc(times)), auc),
        difference(mean(ones, m -> m.gauc(times)) - mean(twos, m -> m.gauc(times)), gauc),
        difference(mean(ones, m -> m.logLoss(times)) - mean(twos, m -> m.logLoss(times)), logLoss));
  }

  private static List<ModelScores> scores(
      List<ScoredLabels> runs, int[] users, boolean[] positive) {
    List<ModelScores> scores = new ArrayList<>();
    for (ScoredLabels run : runs) {
      if (!Arrays.equals(users, run.users()) || !Arrays.equals(positive, run.positive())) {
        throw new IllegalArgumentException("models compared on different examples");
      }
      scores.add(new ModelScores(users, run.scores(), positive));
    }
    return scores;
  }

  private static double mean(List<ModelScores> runs, ToDoubleFunction<ModelScores> metric) {
    double sum = 0;
    for (ModelScores run : runs) {
      sum += metric.applyAsDouble(run);
    }
    return sum / runs.size();
  }

  /**
   * Compares the means of a per-user metric, such as Recall@K.
   *
   * @param model one model's value of each user
   * @param other the other's, of the same users in the same order
   * @return by how much the mean of {@code model} exceeds that of {@code other}
   * @throws IllegalArgumentException if there are no users, or not equally many
   */
  public Difference means(double[] model, double[] other) {
    int users = model.length;
    if (users == 0 || users != other.length) {
      throw new IllegalArgumentException(
          "a metric of %d users compared with one of %d".formatted(users, other.length));
    }
    double[] differences = new double[users];
    Arrays.setAll(differences, user -> model[user] - other[user]);
    double[] resampled = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int resample = 0; resample < resamples; resample++) {
      double sum = 0;
      for (int i = 0; i < users; i++) {
        sum += differences[random.nextInt(users)];
      }
      resampled[resample] = sum / users;
    }
    return difference(Arrays.stream(differences).sum() / users, resampled);
  }

  /**
   * Compares the means of a per-user metric over several runs that each have users of their own,
   * such as of catalogues made with different seeds. A resample draws runs with replacement, then
   * users of each drawn run, so that the interval holds what differs between runs as well.
   *
   * @param models for each run, one model's value of each user
   * @param others for each run, the other's, of the same users in the same order
   * @return by how much the mean over runs of the means over users of {@code models} exceeds that
   *     of {@code others}
   */
  public Difference nestedMeans(List<double[]> models, List<double[]> others) {
    int runs = models.size();
    if (runs == 0 || runs != others.size()) {
      throw new IllegalArgumentException("%d runs compared with %d".formatted(runs, others.size()));
    }
    double[][] differences = new double[runs][];
    for (int run = 0; run < runs; run++) {
      double[] one = models.get(run);
      double[] two = others.get(run);
      if (one.length == 0 || one.length != two.length) {
        throw new IllegalArgumentException(
            "a metric of %d users compared with one of %d".formatted(one.length, two.length));
      }
      differences[run] = new double[one.length];
      Arrays.setAll(differences[run], user -> one[user] - two[user]);
    }
    double[] resampled = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int resample = 0; resample < resamples; resample++) {
      double sum = 0;
      for (int i = 0; i < runs; i++) {
        double[] run = differences[random.nextInt(runs)];
        double ofRun = 0;
        for (int j = 0; j < run.length; j++) {
          ofRun += run[random.nextInt(run.length)];
        }
        sum += ofRun / run.length;
      }
      resampled[resample] = sum / runs;
    }
    double value =
        Arrays.stream(differences).mapToDouble(run -> Arrays.stream(run).sum() / run.length).sum();
    return difference(value / runs, resampled);
  }

  private static Difference difference(double value, double[] resampled) {
    double[] sorted = Arrays.stream(resampled).filter(d -> !Double.isNaN(d)).sorted().toArray();
    return new Difference(value, percentile(sorted, TAIL), percentile(sorted, 1 - TAIL));
  }

  /** Linear between the two nearest ranks; NaN without values. */
  private static double percentile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Differences of all metrics. Of the log loss, below zero is better.
   *
   * @param auc difference of {@link Auc}
   * @param gauc difference of {@link Gauc}
   * @param logLoss difference of {@link LogLoss}
   */
  public record Differences(Difference auc, Difference gauc, Difference logLoss) {}
}
