package dev.freshet.experiments.paper.length;

import dev.freshet.experiments.grid.Units;
import dev.freshet.models.paper.length.AbsoluteJudge;
import dev.freshet.models.paper.length.Judge;
import dev.freshet.models.paper.length.LengthConfig;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthResult;
import dev.freshet.models.paper.length.LengthSampler;
import dev.freshet.models.paper.length.WordMeter;
import dev.freshet.models.paper.length.writer.Writer;
import dev.freshet.models.paper.length.writer.WriterExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Requests for glosses of held-out headwords, each with a length, and the arms that answer them.
 */
final class CopyRequests {

  static final String INSTRUCTED = "instructed";
  static final String GUIDED = "guided q";
  static final String UNGUIDED = "unguided p";
  static final String BEST_OF = "best of N";

  static final String SUCCESS = "success";
  static final String DISTANCE = "L1";
  static final String CALLS = "calls";
  static final String QUALITY = "log P per token";
  static final String OVERLAP = "overlap";
  static final String ACCEPTED = "acceptance";
  static final List<Integer> ROUNDS = List.of(0, 1, 2, 4, 5);

  private final Writer writer;
  private final TrigramScorer scorer;
  private final WordMeter meter = new WordMeter();
  private final List<Request> requests;

  /** A headword to be explained in a number of words. */
  private record Request(String source, String reference, LengthGoal goal) {}

  /** A text that answers a request, with what it cost. */
  private record Answer(String text, LengthGoal goal, int calls, double accepted, int round) {}

  /**
   * Draws requests.
   *
   * @param goals turns the exact goal of a request into the one that is asked for
   */
  CopyRequests(
      Writer writer,
      TrigramScorer scorer,
      List<WriterExample> heldOut,
      int count,
      UnaryOperator<LengthGoal> goals) {
    this.writer = writer;
    this.scorer = scorer;
    SplittableRandom random = new SplittableRandom(20_250_825);
    requests =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  WriterExample example = heldOut.get(random.nextInt(heldOut.size()));
                  int length = random.nextInt(GlossSplit.SHORTEST, GlossSplit.LONGEST + 1);
                  return new Request(
                      example.source(), example.text(), goals.apply(LengthGoal.exact(length)));
                })
            .toList();
  }

  /** Name of the metric that says whether a request was satisfied after some rounds. */
  static String successAfter(int rounds) {
    return "success after " + rounds;
  }

  /** All arms, of which the rival draws as many texts as the guided method did. */
  Map<String, Units> compare(long seed) {
    List<Answer> guided = new ArrayList<>();
    List<Answer> unguided = new ArrayList<>();
    List<Answer> instructed = new ArrayList<>();
    List<Answer> bestOf = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      long ofRequest = seed * 1_000_003 + i;
      guided.add(sampled(request, true, ofRequest));
      unguided.add(sampled(request, false, ofRequest));
      List<String> drafts = drafts(request, guided.getLast().calls(), ofRequest);
      instructed.add(new Answer(drafts.getFirst(), request.goal(), 1, 0, 0));
      bestOf.add(best(request, drafts));
    }
    Map<String, Units> arms = new LinkedHashMap<>();
    arms.put(INSTRUCTED, units(instructed));
    arms.put(GUIDED, units(guided));
    arms.put(UNGUIDED, units(unguided));
    arms.put(BEST_OF, units(bestOf));
    return arms;
  }

  /** The guided method alone. */
  Units guided(long seed) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      answers.add(sampled(requests.get(i), true, seed * 1_000_003 + i));
    }
    return units(answers);
  }

  private Answer sampled(Request request, boolean guided, long seed) {
    LengthResult result =
        new LengthSampler(
                request.goal(),
                meter,
                writer.proposer(request.source(), request.goal(), guided),
                judge(request),
                LengthConfig.paper(seed))
            .run();
    int round = result.satisfied() ? result.rounds() : Integer.MAX_VALUE;
    return new Answer(
        result.text(), request.goal(), result.generated(), result.acceptRate(), round);
  }

  private Judge judge(Request request) {
    return new AbsoluteJudge(text -> writer.meanLogProbability(request.source(), text));
  }

  private List<String> drafts(Request request, int count, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed + 1);
    List<RandomGenerator> random =
        IntStream.range(0, count).<RandomGenerator>mapToObj(i -> seeds.split()).toList();
    return writer.proposer(request.source(), request.goal(), true).drafts(random).stream()
        .map(draft -> draft.orElse(""))
        .toList();
  }

  private Answer best(Request request, List<String> drafts) {
    Judge judge = judge(request);
    Comparator<String> nearest =
        Comparator.comparingInt(text -> request.goal().distance(meter.measure(text)));
    Comparator<String> better =
        Comparator.comparingDouble(text -> -judge.grade(text).orElse(Double.NEGATIVE_INFINITY));
    String best = drafts.stream().min(nearest.thenComparing(better)).orElseThrow();
    return new Answer(best, request.goal(), drafts.size(), 0, 0);
  }

  private Units units(List<Answer> answers) {
    Map<String, double[]> metrics = new LinkedHashMap<>();
    metrics.put(SUCCESS, each(answers, answer -> satisfied(answer) ? 1 : 0));
    metrics.put(
        DISTANCE, each(answers, answer -> answer.goal().distance(meter.measure(answer.text()))));
    metrics.put(CALLS, each(answers, Answer::calls));
    metrics.put(ACCEPTED, each(answers, Answer::accepted));
    metrics.put(QUALITY, each(answers, answer -> scorer.meanLogProbability(answer.text())));
    double[] overlap = new double[answers.size()];
    Arrays.setAll(overlap, i -> overlap(answers.get(i).text(), requests.get(i).reference()));
    metrics.put(OVERLAP, overlap);
    for (int rounds : ROUNDS) {
      metrics.put(
          successAfter(rounds),
          each(answers, answer -> satisfied(answer) && answer.round() <= rounds ? 1 : 0));
    }
    return new Units(metrics, Map.of(), null);
  }

  private boolean satisfied(Answer answer) {
    return answer.goal().satisfiedBy(meter.measure(answer.text()));
  }

  private static double[] each(List<Answer> answers, ToDoubleFunction<Answer> value) {
    return answers.stream().mapToDouble(value).toArray();
  }

  /** F1 of the sets of words. */
  private double overlap(String text, String reference) {
    Set<String> words = words(text);
    Set<String> wanted = words(reference);
    Set<String> common = new HashSet<>(words);
    common.retainAll(wanted);
    return common.isEmpty() ? 0 : 2.0 * common.size() / (words.size() + wanted.size());
  }

  private Set<String> words(String text) {
    Set<String> words = new HashSet<>(meter.tokens(text));
    words.removeIf(word -> word.chars().noneMatch(Character::isLetterOrDigit));
    return words;
  }
}
