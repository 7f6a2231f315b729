package dev.freshet.experiments.paper.length;

import dev.freshet.models.paper.length.AbsoluteJudge;
import dev.freshet.models.paper.length.EvaluableProposer;
import dev.freshet.models.paper.length.Kernel;
import dev.freshet.models.paper.length.LengthConfig;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthSampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/**
 * All texts of one to four letters out of three, with a random model of bigrams: small enough that
 * the target law, the kernels and the times to a hit can be computed instead of sampled.
 *
 * <p>The model {@code P} stops after each letter with chance .35, and after the fourth always. The
 * guided proposal {@code q} keeps a uniform share of the text and writes on; it stops with chance
 * .05 below the wanted length and .9 from there on.
 */
final class EnumerableTexts implements EvaluableProposer {

  static final int LETTERS = 3;
  static final int LONGEST = 4;
  static final LengthGoal GOAL = LengthGoal.exact(3);
  static final double SOFTENING = .5;

  private static final double STOP = .35;
  private static final double STOP_BELOW_GOAL = .05;
  private static final double STOP_FROM_GOAL = .9;
  private static final double CONCENTRATION = .7;

  private final double[][] bigrams; // row 0: the first letter; row 1 + a: the letter after a
  private final List<String> texts = new ArrayList<>();

  /** Draws the bigrams of each row from a symmetric Dirichlet law. */
  EnumerableTexts(long seed) {
    GammaDistribution gamma =
        new GammaDistribution(
            new Well19937c(seed),
            CONCENTRATION,
            1,
            GammaDistribution.DEFAULT_INVERSE_ABSOLUTE_ACCURACY);
    bigrams = new double[LETTERS + 1][];
    for (int row = 0; row <= LETTERS; row++) {
      bigrams[row] = MathArrays.normalizeArray(gamma.sample(LETTERS), 1);
    }
    collect("");
  }

  private void collect(String prefix) {
    if (!prefix.isEmpty()) {
      texts.add(prefix);
    }
    if (prefix.length() < LONGEST) {
      for (int letter = 0; letter < LETTERS; letter++) {
        collect(prefix + (char) ('a' + letter));
      }
    }
  }

  /** Every text, each once. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  /** Probability of a text under the model. */
  double probability(String text) {
    double stop = text.length() == LONGEST ? 1 : STOP;
    return Math.pow(1 - STOP, text.length() - 1) * stop * letters("", text);
  }

  /** The target law {@code f P}, normalised, in the order of {@link #texts}. */
  double[] target() {
    double[] target =
        texts.stream()
            .mapToDouble(text -> probability(text) / (GOAL.distance(text.length()) + SOFTENING))
            .toArray();
    double sum = 0;
    for (double mass : target) {
      sum += mass;
    }
    for (int text = 0; text < target.length; text++) {
      target[text] /= sum;
    }
    return target;
  }

  /** The matrix of a kernel, {@code [from][to]}; each row adds up to 1. */
  double[][] matrix(Kernel kernel) {
    int size = texts.size();
    double[][] matrix = new double[size][size];
    for (int from = 0; from < size; from++) {
      double leaving = 0;
      for (int to = 0; to < size; to++) {
        if (from == to) {
          continue;
        }
        String current = texts.get(from);
        String proposed = texts.get(to);
        double forward = logProbability(current, proposed);
        double ratio =
            kernel.logRatio(
                Math.log(GOAL.distance(current.length()) + SOFTENING)
                    - Math.log(GOAL.distance(proposed.length()) + SOFTENING),
                Math.log(probability(proposed)) - Math.log(probability(current)),
                logProbability(proposed, current) - forward);
        matrix[from][to] = Math.exp(forward + Math.min(0, ratio));
        leaving += matrix[from][to];
      }
      matrix[from][from] = 1 - leaving;
    }
    return matrix;
  }

  /** Mass of a law on texts of the wanted length. */
  double massOnGoal(double[] law) {
    double mass = 0;
    for (int text = 0; text < law.length; text++) {
      mass += GOAL.satisfiedBy(texts.get(text).length()) ? law[text] : 0;
    }
    return mass;
  }

  /** The law that a kernel settles on, by applying it until nothing moves. */
  static double[] stationary(double[][] matrix) {
    double[] law = new double[matrix.length];
    law[0] = 1;
    double moved = 1;
    while (moved > 1e-13) {
      double[] next = new double[law.length];
      for (int from = 0; from < law.length; from++) {
        for (int to = 0; to < law.length; to++) {
          next[to] += law[from] * matrix[from][to];
        }
      }
      moved = totalVariation(law, next);
      law = next;
    }
    return law;
  }

  /** Half of the sum of the absolute differences. */
  static double totalVariation(double[] first, double[] second) {
    double sum = 0;
    for (int text = 0; text < first.length; text++) {
      sum += Math.abs(first[text] - second[text]);
    }
    return sum / 2;
  }

  /**
   * Mean number of steps to the first text of the wanted length, started from the model's law; 0
   * where the start hits already. Iterates {@code h = 1 + K h} over the other texts.
   */
  double meanStepsToGoal(double[][] matrix) {
    double[] steps = new double[matrix.length];
    double moved = 1;
    while (moved > 1e-12) {
      moved = 0;
      for (int from = 0; from < steps.length; from++) {
        if (GOAL.satisfiedBy(texts.get(from).length())) {
          continue;
        }
        double sum = 1;
        for (int to = 0; to < steps.length; to++) {
          sum += to == from ? 0 : matrix[from][to] * steps[to];
        }
        double next = sum / (1 - matrix[from][from]);
        moved = Math.max(moved, Math.abs(next - steps[from]));
        steps[from] = next;
      }
    }
    double mean = 0;
    for (int text = 0; text < steps.length; text++) {
      mean += probability(texts.get(text)) * steps[text];
    }
    return mean;
  }

  @Override
  public List<Optional<String>> drafts(List<RandomGenerator> random) {
    return random.stream().map(chance -> Optional.of(draft(chance))).toList();
  }

  private String draft(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    do {
      append(text, random);
    } while (text.length() < LONGEST && random.nextDouble() >= STOP);
    return text.toString();
  }

  @Override
  public List<Optional<String>> next(List<String> current, List<RandomGenerator> random) {
    List<Optional<String>> next = new ArrayList<>();
    for (int chain = 0; chain < current.size(); chain++) {
      next.add(Optional.of(rewritten(current.get(chain), random.get(chain))));
    }
    return next;
  }

  private String rewritten(String current, RandomGenerator random) {
    StringBuilder text =
        new StringBuilder(current.substring(0, random.nextInt(current.length() + 1)));
    while (text.isEmpty() || random.nextDouble() >= stop(text.length())) {
      append(text, random);
    }
    return text.toString();
  }

  @Override
  public double logProbability(String from, String to) {
    double sum = 0;
    for (int kept = 0; kept <= from.length() && to.startsWith(from.substring(0, kept)); kept++) {
      double written = letters(to.substring(0, kept), to.substring(kept)) * stop(to.length());
      for (int length = Math.max(kept, 1); length < to.length(); length++) {
        written *= 1 - stop(length);
      }
      sum += written / (from.length() + 1);
    }
    return Math.log(sum);
  }

  private static double stop(int length) {
    return length == LONGEST ? 1 : length < GOAL.from() ? STOP_BELOW_GOAL : STOP_FROM_GOAL;
  }

  private double letters(String before, String letters) {
    double product = 1;
    int row = before.isEmpty() ? 0 : 1 + before.charAt(before.length() - 1) - 'a';
    for (int place = 0; place < letters.length(); place++) {
      int letter = letters.charAt(place) - 'a';
      product *= bigrams[row][letter];
      row = 1 + letter;
    }
    return product;
  }

  private void append(StringBuilder text, RandomGenerator random) {
    int row = text.isEmpty() ? 0 : 1 + text.charAt(text.length() - 1) - 'a';
    double point = random.nextDouble();
    int letter = 0;
    while (letter < LETTERS - 1 && point >= bigrams[row][letter]) {
      point -= bigrams[row][letter];
      letter++;
    }
    text.append((char) ('a' + letter));
  }

  /**
   * Runs one chain and counts the text on which it stands before each step.
   *
   * @return shares of the steps in the order of {@link #texts}
   */
  double[] sample(Kernel kernel, int steps, long seed) {
    Map<String, Integer> states = new HashMap<>();
    new LengthSampler(
            GOAL,
            String::length,
            new Counting(states),
            new AbsoluteJudge(text -> OptionalDouble.of(Math.log(probability(text)))),
            new LengthConfig(kernel, steps, 1, SOFTENING, seed))
        .run();
    return texts.stream()
        .mapToDouble(text -> (double) states.getOrDefault(text, 0) / steps)
        .toArray();
  }

  private final class Counting implements EvaluableProposer {

    private final Map<String, Integer> states;

    Counting(Map<String, Integer> states) {
      this.states = states;
    }

    @Override
    public List<Optional<String>> drafts(List<RandomGenerator> random) {
      return EnumerableTexts.this.drafts(random);
    }

    @Override
    public List<Optional<String>> next(List<String> current, List<RandomGenerator> random) {
      states.merge(current.getFirst(), 1, Integer::sum);
      return EnumerableTexts.this.next(current, random);
    }

    @Override
    public double logProbability(String from, String to) {
      return EnumerableTexts.this.logProbability(from, to);
    }
  }
}
