package dev.freshet.experiments.paper.cki;

import static dev.freshet.experiments.paper.cki.CkiRun.REPLICAS;
import static dev.freshet.experiments.paper.cki.CkiRun.in;
import static dev.freshet.experiments.paper.cki.CkiRun.on;
import static dev.freshet.experiments.paper.cki.CkiRun.started;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the runs of one world say: claims 1 to 4 and 6 of the protocol, tables and a plot.
 *
 * @param results labels as {@link CkiRun} makes them
 */
record WorldReport(Room room, World world, Results results) {

  private static final String AUC = Results.AUC;
  private static final String NDCG = "N@10";

  void write() {
    claims();
    room.heading("Data: " + world.name());
    room.say(
        ("%,d examples for the ancestor, %,d for the continuation, %,d recent ones to train A"
                + " and to choose on, %,d for the test; %d seeds. Means over the seeds;"
                + " intervals: paired bootstrap over users, 95 %%.")
            .formatted(
                World.size(world.ancestor()),
                World.size(world.continuation()),
                World.size(world.recent()),
                World.size(world.test()),
                results.of(in(REPLICAS, Arms.SOFT)).size()));
    for (String family : List.of(REPLICAS, CkiRun.FOUR, CkiRun.ORDERS)) {
      if (has(family)) {
        room.say(family);
        room.show(families(family));
      }
    }
    room.show(replicas());
    room.say(
        "Learning on in the stream, replicas merged after every 16 batches, vectors from the"
            + " first; each example scored before it is learned from.");
    room.show(stream());
    room.show(startPlot());
    room.show(starts());
    room.show(shift(CkiRun.SHIFT));
    room.say(
        "The same shift in the stream: a full checkpoint every 12 h, a release every 16 batches,"
            + " vectors as they are. Each example is scored by the latest release before it is"
            + " learned from.");
    room.show(shift(CkiRun.PUBLISHED));
    room.say("The merge of the first seed's two replicas, soft, matrix by matrix.");
    room.show(merge());
  }

  private void claims() {
    String better = in(REPLICAS, CkiRun.BETTER);
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      String merged = in(REPLICAS, arm);
      above(
          "%s is above the better parent".formatted(arm),
          results
              .above(merged, better, AUC)
              .with("in AUC, %d of %d pairs won".formatted(won(merged, better), seeds())));
      beats(arm, Arms.UNIFORM);
      beats(arm, Arms.BEST_ALPHA);
    }
    beats(Arms.SOFT, Arms.LOCAL);
    beats(Arms.SOFT, Arms.GLOBAL);
    beats(Arms.SOFT, Arms.RANDOM);
    claim(
        "in the stream, two merged replicas lose at most .005 to one trainer",
        results.above(in(CkiRun.STREAM, Streams.TWO_SOFT), in(CkiRun.STREAM, Streams.ONE), AUC),
        -0.005);
    initialises(CkiRun.PARENT + 1, "the parent that learned one epoch more");
    initialises(Arms.UNIFORM, "the uniform average as a start");
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      holds("after a shift, %s".formatted(arm), CkiRun.SHIFT, arm);
    }
    holds("in the stream after a shift, what is published", CkiRun.PUBLISHED, Streams.MERGED);
  }

  private int seeds() {
    return results.of(in(REPLICAS, Arms.SOFT)).size();
  }

  private long won(String arm, String other) {
    double[] ones = results.bySeed(arm, AUC);
    double[] twos = results.bySeed(other, AUC);
    long won = 0;
    for (int seed = 0; seed < ones.length; seed++) {
      won += ones[seed] >= twos[seed] ? 1 : 0;
    }
    return won;
  }

  private void beats(String arm, String other) {
    above(
        "%s is above %s".formatted(arm, other),
        results.above(in(REPLICAS, arm), in(REPLICAS, other), AUC));
  }

  private void initialises(String start, String name) {
    above(
        "after one epoch, CKI soft as a start is above " + name,
        results.above(started(Arms.SOFT, 1), started(start, 1), AUC));
  }

  private void holds(String what, String part, String arm) {
    above(
        what + " is above the incremental model on old traffic",
        results.above(on(part, arm, false), on(part, CkiRun.INCREMENTAL, false), AUC));
    above(
        what + " is above the full model on new traffic",
        results.above(on(part, arm, true), on(part, CkiRun.FULL, true), AUC));
  }

  private void above(String statement, Measured measured) {
    claim(statement, measured, 0);
  }

  private void claim(String statement, Measured measured, double bound) {
    room.claim(
        new Claim.Above(
            Statement.reported(
                Statement.id(world.name(), statement), world.name() + ": " + statement),
            measured.note().isEmpty() ? measured.with("in AUC") : measured,
            bound));
  }

  private boolean has(String family) {
    return results.arms().contains(in(family, Arms.SOFT));
  }

  /** The arms of a part, without its name. */
  private List<String> arms(String part) {
    String prefix = in(part, "");
    return results.arms().stream()
        .filter(label -> label.startsWith(prefix))
        .map(label -> label.substring(prefix.length()))
        .toList();
  }

  private Table families(String family) {
    String better = in(family, CkiRun.BETTER);
    String average = in(family, Arms.UNIFORM);
    List<List<String>> rows = new ArrayList<>();
    for (String arm : arms(family)) {
      String label = in(family, arm);
      boolean merge = !arm.contains("parent") && !arm.equals(CkiRun.SINGLE);
      boolean other = merge && !arm.equals(Arms.UNIFORM);
      rows.add(
          List.of(
              arm,
              mean(label, AUC),
              mean(label, Results.GAUC),
              mean(label, Results.LOG_LOSS),
              mean(label, NDCG),
              merge ? results.above(label, better, AUC).signed() : "",
              other ? results.above(label, average, AUC).signed() : "",
              other ? results.above(label, average, NDCG).signed() : ""));
    }
    return new Table(
        List.of(
            "arm",
            "AUC",
            "GAUC",
            "log loss",
            "NDCG@10",
            "AUC to the better parent",
            "AUC to the average",
            "NDCG@10 to the average"),
        rows);
  }

  private String mean(String label, String metric) {
    return Numbers.metric(results.mean(label, metric));
  }

  /** One, two and four replicas side by side. */
  private Table replicas() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(CkiRun.SINGLE, mean(in(REPLICAS, CkiRun.SINGLE), AUC), "", ""));
    for (String arm :
        List.of(Arms.UNIFORM, Arms.BEST_ALPHA, Arms.SOFT, Arms.HARD, CkiRun.ENSEMBLE)) {
      List<String> row = new ArrayList<>(List.of(arm, ""));
      for (String family : List.of(REPLICAS, CkiRun.FOUR)) {
        row.add(has(family) ? mean(in(family, arm), AUC) : "");
      }
      rows.add(row);
    }
    return new Table(List.of("AUC by replicas", "P = 1", "P = 2", "P = 4"), rows);
  }

  private Table stream() {
    List<List<String>> rows = new ArrayList<>();
    for (String way : arms(CkiRun.STREAM)) {
      String label = in(CkiRun.STREAM, way);
      rows.add(
          List.of(
              way,
              mean(label, AUC),
              mean(label, Results.GAUC),
              mean(label, Results.LOG_LOSS),
              way.equals(Streams.ONE)
                  ? ""
                  : results.above(label, in(CkiRun.STREAM, Streams.ONE), AUC).signed()));
    }
    return new Table(List.of(CkiRun.STREAM, "AUC", "GAUC", "log loss", "AUC to P = 1"), rows);
  }

  private LinePlot startPlot() {
    List<Series> series = new ArrayList<>();
    for (String start : CkiRun.STARTS) {
      List<Series.Point> points = new ArrayList<>();
      for (int epoch = 0; epoch <= CkiRun.EPOCHS; epoch++) {
        points.add(new Series.Point(epoch, results.mean(started(start, epoch), AUC)));
      }
      series.add(new Series(start, points));
    }
    return new LinePlot(
        "AUC after fine-tuning on the recent window, " + world.name(),
        Axis.of("epochs"),
        Axis.of("AUC"),
        series);
  }

  /** The same as a table, and the epochs until the better parent's AUC is reached. */
  private Table starts() {
    double parent = results.mean(in(REPLICAS, CkiRun.BETTER), AUC);
    List<List<String>> rows = new ArrayList<>();
    for (String start : CkiRun.STARTS) {
      List<String> row = new ArrayList<>(List.of(start));
      String reached = "-";
      for (int epoch = 0; epoch <= CkiRun.EPOCHS; epoch++) {
        double now = results.mean(started(start, epoch), AUC);
        row.add(Numbers.metric(now));
        reached = reached.equals("-") && now >= parent ? Integer.toString(epoch) : reached;
      }
      row.add(reached);
      rows.add(row);
    }
    return new Table(
        List.of(
            "AUC after fine-tuning",
            "0 epochs",
            "1 epoch",
            "2 epochs",
            "3 epochs",
            "epochs to the better parent's " + Numbers.metric(parent)),
        rows);
  }

  private Table shift(String part) {
    List<List<String>> rows = new ArrayList<>();
    for (String label : arms(part)) {
      if (label.endsWith(", old traffic")) {
        String arm = label.substring(0, label.lastIndexOf(','));
        rows.add(List.of(arm, mean(on(part, arm, false), AUC), mean(on(part, arm, true), AUC)));
      }
    }
    return new Table(List.of(part, "old traffic", "new traffic"), rows);
  }

  private Table merge() {
    List<List<String>> rows = new ArrayList<>();
    results
        .of(in(REPLICAS, Arms.SOFT))
        .getFirst()
        .figures()
        .forEach(
            (matrix, said) -> {
              List<String> row = new ArrayList<>(List.of(matrix));
              Arrays.stream(said).forEach(value -> row.add(Numbers.number(value, 3)));
              rows.add(row);
            });
    return new Table(
        List.of(
            "matrix",
            "entropy of parent 1",
            "entropy of parent 2",
            "gate of parent 1",
            "its mean weight",
            "its share when hard",
            "gate stable under resampling"),
        rows);
  }
}
