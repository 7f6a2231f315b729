package dev.freshet.models.paper.length;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One run of length control: a first draft, then rounds in which each chain proposes another
 * version and accepts it with chance {@code min(1, f(y') P(y') / (f(y) P(y)))}, where {@code f} is
 * one over the distance to the goal.
 *
 * <p>A run is a function of its proposer, judge, meter and configuration, the seed included. One
 * thread calls {@link #run}; any other may read {@link #best} meanwhile or {@link #stop} the run.
 */
public final class LengthSampler {

  private final LengthGoal goal;
  private final LengthMeter meter;
  private final Proposer proposer;
  private final Judge judge;
  private final LengthConfig config;

  private final List<LengthResult.Step> trace = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private int generated;
  private int proposed;
  private int accepted;
  private int rounds;
  private volatile Text best = new Text("", 0);
  private volatile boolean stopped;

  private record Text(String text, int length) {}

  /**
   * Prepares a run.
   *
   * @param meter measures for the fitness and for the final check
   * @throws IllegalArgumentException if the exact kernel is asked for and the proposals cannot be
   *     evaluated
   */
  public LengthSampler(
      LengthGoal goal, LengthMeter meter, Proposer proposer, Judge judge, LengthConfig config) {
    if (config.kernel() == Kernel.EXACT_HASTINGS && !(proposer instanceof EvaluableProposer)) {
      throw new IllegalArgumentException(
          "the exact kernel needs a proposer that knows the probability of its proposals");
    }
    this.goal = goal;
    this.meter = meter;
    this.proposer = proposer;
    this.judge = judge;
    this.config = config;
  }

  /** Ends the run after the call that it is in; {@link #run} then returns the best text so far. */
  public void stop() {
    stopped = true;
  }

  /** The text nearest to the goal so far, for a caller who cannot wait any longer. */
  public LengthResult best() {
    Text nearest = best;
    return new LengthResult(
        nearest.text(), nearest.length(), satisfied(nearest), 0, 0, 0, 0, 0, List.of());
  }

  /** Runs to the first round in which a text satisfies the goal, or to the last round. */
  public LengthResult run() {
    SplittableRandom seeds = new SplittableRandom(config.seed());
    List<RandomGenerator> random = new ArrayList<>();
    for (int chain = 0; chain <= config.chains(); chain++) {
      random.add(seeds.split());
    }
    Optional<String> draft = proposer.drafts(List.of(random.removeLast())).getFirst();
    generated++;
    if (draft.isEmpty()) {
      return result();
    }
    Text first = measured(draft.get());
    written.add(first.text());
    trace.add(new LengthResult.Step(0, 0, first.length(), true));
    best = first;

    List<Text> chains = new ArrayList<>();
    for (int chain = 0; chain < config.chains(); chain++) {
      chains.add(first);
    }
    while (!stopped && !done() && rounds < config.iterations()) {
      round(chains, random);
      if (!stopped) {
        rounds++;
      }
    }
    return result();
  }

  private void round(List<Text> chains, List<RandomGenerator> random) {
    List<Optional<String>> next = proposer.next(chains.stream().map(Text::text).toList(), random);
    generated += next.size();
    List<Text> satisfying = new ArrayList<>();
    for (int chain = 0; chain < chains.size(); chain++) {
      double chance = Math.log(random.get(chain).nextDouble()); // drawn always: same seed, same run
      if (next.get(chain).isEmpty()) {
        continue;
      }
      Text candidate = measured(next.get(chain).get());
      written.add(candidate.text());
      proposed++;
      boolean accept = accepts(chains.get(chain), candidate, chance);
      trace.add(new LengthResult.Step(rounds + 1, chain, candidate.length(), accept));
      if (accept) {
        accepted++;
        chains.set(chain, candidate);
        if (satisfied(candidate)) {
          satisfying.add(candidate);
        } else if (nearer(candidate)) {
          best = candidate;
        }
      }
    }
    if (!satisfying.isEmpty()) {
      best = bestOf(satisfying);
    }
  }

  private boolean accepts(Text current, Text candidate, double logChance) {
    double fitness = config.logFitness(goal, candidate.length());
    if (fitness == Double.POSITIVE_INFINITY) {
      // the ratio is infinite whatever the judge says, unless it cannot read the text at all
      return judge.grade(candidate.text()).isPresent();
    }
    OptionalDouble better = judge.logRatio(candidate.text(), current.text());
    if (better.isEmpty()) {
      return false;
    }
    double proposal =
        config.kernel() == Kernel.EXACT_HASTINGS && proposer instanceof EvaluableProposer evaluable
            ? evaluable.logProbability(candidate.text(), current.text())
                - evaluable.logProbability(current.text(), candidate.text())
            : 0;
    double logRatio =
        config
            .kernel()
            .logRatio(
                fitness - config.logFitness(goal, current.length()),
                better.getAsDouble(),
                proposal);
    return logChance < logRatio;
  }

  private Text bestOf(List<Text> satisfying) {
    Text first = satisfying.getFirst();
    double highest = judge.grade(first.text()).orElse(Double.NEGATIVE_INFINITY);
    for (Text text : satisfying) {
      double grade = judge.grade(text.text()).orElse(Double.NEGATIVE_INFINITY);
      if (grade > highest) {
        first = text;
        highest = grade;
      }
    }
    return first;
  }

  /** With softening the run is a sampler that goes on; without, a satisfied goal ends it. */
  private boolean done() {
    return config.softening() == 0 && satisfied(best);
  }

  private boolean satisfied(Text text) {
    return !text.text().isEmpty() && goal.satisfiedBy(text.length());
  }

  private boolean nearer(Text candidate) {
    return goal.distance(candidate.length()) < goal.distance(best.length());
  }

  private Text measured(String text) {
    return new Text(text, meter.measure(text));
  }

  private LengthResult result() {
    Text nearest = best;
    return new LengthResult(
        nearest.text(),
        nearest.length(),
        satisfied(nearest),
        rounds,
        generated,
        proposed,
        accepted,
        written.size(),
        trace);
  }
}
