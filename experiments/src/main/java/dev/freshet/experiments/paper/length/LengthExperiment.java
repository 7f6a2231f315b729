package dev.freshet.experiments.paper.length;

import static dev.freshet.experiments.paper.length.CopyRequests.ACCEPTED;
import static dev.freshet.experiments.paper.length.CopyRequests.BEST_OF;
import static dev.freshet.experiments.paper.length.CopyRequests.CALLS;
import static dev.freshet.experiments.paper.length.CopyRequests.DISTANCE;
import static dev.freshet.experiments.paper.length.CopyRequests.GUIDED;
import static dev.freshet.experiments.paper.length.CopyRequests.INSTRUCTED;
import static dev.freshet.experiments.paper.length.CopyRequests.OVERLAP;
import static dev.freshet.experiments.paper.length.CopyRequests.QUALITY;
import static dev.freshet.experiments.paper.length.CopyRequests.SUCCESS;
import static dev.freshet.experiments.paper.length.CopyRequests.UNGUIDED;
import static dev.freshet.experiments.paper.length.CopyRequests.successAfter;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Column;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.paper.length.Kernel;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.writer.GlossWriter;
import dev.freshet.models.paper.length.writer.Writer;
import dev.freshet.models.paper.length.writer.WriterShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Does the loop reach a length that one instructed draft misses, at what cost, and does the exact
 * kernel sample what it promises? Runs on an enumerable world and on glosses of held-out headwords.
 */
public final class LengthExperiment implements Experiment {

  private static final int REQUESTS = 500;
  private static final int QUICK_REQUESTS = 24;
  private static final int SEEDS = 3;
  private static final int TOY_STEPS = 500_000;
  private static final double TENTH = .1;
  private static final String WITHIN_TENTH = "within 10 %";
  private static final String AT_MOST = "at most";

  /** The experiment of the model page. */
  public LengthExperiment() {}

  @Override
  public String name() {
    return "length";
  }

  @Override
  public String title() {
    return "Length control by Metropolis-Hastings sampling";
  }

  @Override
  public void run(Room room) {
    enumerable(room);
    room.progress("enumerable world done");
    GlossSplit split = GlossSplit.of(WordNetGlosses.all(), WriterShape.glosses());
    TrigramScorer scorer = new TrigramScorer(split.training());
    room.progress("scorer trained");
    int count = room.isQuick() ? QUICK_REQUESTS : REQUESTS;
    List<Long> seeds = room.seeds(SEEDS);
    try (Writer writer = new Writer(GlossWriter.weights(), ExecutionProvider.CPU)) {
      Results results =
          room.run(
              Grid.of(
                  count + " glosses",
                  List.of(
                      new Cell(
                          "exact goals",
                          "5 rounds of 16 chains",
                          Cell.Kind.SEEDED,
                          requests(writer, scorer, split, count, goal -> goal)::compare),
                      cell(
                          WITHIN_TENTH,
                          requests(writer, scorer, split, count, LengthExperiment::withinTenth)),
                      cell(
                          AT_MOST,
                          requests(
                              writer,
                              scorer,
                              split,
                              count,
                              goal -> LengthGoal.atMost(goal.to()))))),
              seeds);
      claims(room, results);
      figures(room, results);
    }
  }

  private static CopyRequests requests(
      Writer writer,
      TrigramScorer scorer,
      GlossSplit split,
      int count,
      UnaryOperator<LengthGoal> goals) {
    return new CopyRequests(writer, scorer, split.heldOut(), count, goals);
  }

  private static Cell cell(String arm, CopyRequests requests) {
    return new Cell(
        arm, "5 rounds of 16 chains", Cell.Kind.SEEDED, seed -> Map.of(arm, requests.guided(seed)));
  }

  private static LengthGoal withinTenth(LengthGoal exact) {
    int slack = (int) Math.ceil(exact.to() * TENTH);
    return LengthGoal.between(Math.max(1, exact.from() - slack), exact.to() + slack);
  }

  private static void enumerable(Room room) {
    EnumerableTexts texts = new EnumerableTexts(1);
    double[] target = texts.target();
    double[][] matrix = texts.matrix(Kernel.EXACT_HASTINGS);
    double imbalance = 0;
    for (int from = 0; from < target.length; from++) {
      for (int to = 0; to < target.length; to++) {
        imbalance =
            Math.max(
                imbalance,
                Math.abs(target[from] * matrix[from][to] - target[to] * matrix[to][from]));
      }
    }
    room.claim(
        new Claim.EqualWithin(
            Statement.required(
                "exact-balance", "the exact kernel balances every pair of texts to 1e-12"),
            Measured.of(imbalance),
            1e-12));
    double[] sampled = texts.sample(Kernel.EXACT_HASTINGS, TOY_STEPS, 1);
    room.claim(
        new Claim.EqualWithin(
            Statement.required(
                "exact-sampling", "500,000 exact steps come within .015 of the target law"),
            Measured.of(EnumerableTexts.totalVariation(sampled, target)).with("total variation"),
            .015));
    room.heading("Enumerable world");
    List<List<String>> rows = new ArrayList<>();
    for (Kernel kernel : Kernel.values()) {
      double[][] steps = texts.matrix(kernel);
      double[] law = EnumerableTexts.stationary(steps);
      rows.add(
          List.of(
              kernel.name(),
              Numbers.number(EnumerableTexts.totalVariation(law, target), 4),
              Numbers.number(texts.massOnGoal(law), 4),
              Numbers.number(texts.meanStepsToGoal(steps), 4)));
    }
    room.show(
        new Table(
            List.of(
                "kernel",
                "total variation from the target law",
                "mass on the wanted length (target %s)"
                    .formatted(Numbers.number(texts.massOnGoal(target), 4)),
                "mean steps to it"),
            rows));
  }

  private static void claims(Room room, Results results) {
    Measured success = share(results.mean(GUIDED, SUCCESS));
    room.claim(
        new Claim.Above(
            Statement.reported("success", "success within 5 rounds of 16 chains is above .95"),
            success,
            .95));
    room.claim(
        new Claim.NotAbove(
            Statement.reported("instructed", "one instructed draft succeeds in at most .30"),
            share(results.mean(INSTRUCTED, SUCCESS)),
            .30));
    room.claim(
        new Claim.NotAbove(
            Statement.reported("distance", "the mean distance to the goal is at most .1 words"),
            share(results.mean(GUIDED, DISTANCE)),
            .1));
    List<Double> rounds =
        List.of(0, 1, 2, 4).stream()
            .map(round -> results.mean(GUIDED, successAfter(round)))
            .toList();
    room.claim(
        new Claim.Monotone(
            Statement.required("rounds", "success does not fall over rounds 0, 1, 2, 4"),
            rounds,
            0));
    double gain = results.mean(GUIDED, SUCCESS) - rounds.getFirst();
    room.claim(
        new Claim.Above(
            Statement.reported("first-round", "the first round brings at least half of the gain"),
            share((rounds.get(1) - rounds.getFirst()) / gain),
            .5));
    room.claim(
        new Claim.Above(
            Statement.reported(
                "guidance",
                "telling the length gains more than .20 of success over not telling it, after 17"
                    + " calls each"),
            results.above(GUIDED, UNGUIDED, successAfter(1)),
            .20));
    room.claim(
        new Claim.Above(
            Statement.reported(
                "quality", "a scorer of another kind rates the texts at most 3 % below the drafts"),
            relative(results, QUALITY),
            -.03));
    room.claim(
        new Claim.Above(
            Statement.reported(
                "overlap", "the words in common with the reference are at most 3 % fewer"),
            relative(results, OVERLAP),
            -.03));
    room.claim(
        new Claim.Above(
            Statement.reported(
                "best-of", "success is above that of the best of as many instructed drafts"),
            results.above(GUIDED, BEST_OF, SUCCESS)));
    room.claim(
        new Claim.Above(
            Statement.reported("interval", "success is above .99 where 10 % are allowed"),
            share(results.mean(WITHIN_TENTH, SUCCESS)),
            .99));
    room.claim(
        new Claim.NotAbove(
            Statement.reported("interval-calls", "an interval takes no more calls than a length"),
            results.above(WITHIN_TENTH, GUIDED, CALLS),
            0));
  }

  private static Measured share(double value) {
    return Measured.of(value);
  }

  /** Difference of the guided method to the draft, relative to the draft's size. */
  private static Measured relative(Results results, String metric) {
    Measured difference = results.above(GUIDED, INSTRUCTED, metric);
    double size = Math.abs(results.mean(INSTRUCTED, metric));
    return new Measured(
        difference.value() / size, difference.low() / size, difference.high() / size, "relative");
  }

  private static void figures(Room room, Results results) {
    room.heading("Arms");
    room.show(
        results.table(
            "arm",
            Column.mean(SUCCESS),
            Column.mean(DISTANCE),
            Column.mean(CALLS),
            Column.mean(ACCEPTED),
            Column.mean(QUALITY),
            Column.mean(OVERLAP)));
    room.heading("Success by rounds");
    List<Series> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (String arm : List.of(GUIDED, UNGUIDED, WITHIN_TENTH, AT_MOST)) {
      List<Series.Point> points = new ArrayList<>();
      List<String> row = new ArrayList<>(List.of(arm));
      for (int round : CopyRequests.ROUNDS) {
        double success = results.mean(arm, successAfter(round));
        points.add(new Series.Point(round, success));
        row.add(Numbers.metric(success));
      }
      lines.add(new Series(arm, points));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("arm"));
    CopyRequests.ROUNDS.forEach(round -> header.add(round + " rounds"));
    room.show(new Table(header, rows));
    room.show(new LinePlot("Success by rounds", Axis.of("rounds"), Axis.of("success"), lines));
  }
}
