package dev.freshet.flink.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How often something was done in a second, in several rounds. */
final class Rate {

  private final double[] rounds;

  Rate(int rounds) {
    this.rounds = new double[rounds];
  }

  /**
   * Does it again and again for one round.
   *
   * @param round from 0
   * @param each how much one call counts
   */
  void measure(int round, int each, Runnable step, Duration time) {
    rounds[round] = each * perSecond(step, time);
  }

  /** Calls per second, over that time. */
  static double perSecond(Runnable step, Duration time) {
    long start = System.nanoTime();
    long steps = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      step.run();
      steps++;
    }
    return steps * 1e9 / (System.nanoTime() - start);
  }

  /** Of one round. */
  double of(int round) {
    return rounds[round];
  }

  double median() {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Median [least, greatest]. */
  String text(String unit) {
    return String.format(
        Locale.ROOT,
        "%,.0f %s [%,.0f, %,.0f]",
        median(),
        unit,
        Arrays.stream(rounds).min().orElseThrow(),
        Arrays.stream(rounds).max().orElseThrow());
  }

  /** Every round, as JSON. */
  String json() {
    return Arrays.toString(rounds);
  }
}
