package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.paper.cki.CkiRun.Shifted;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.paper.cki.MergeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What the runs of one world say, in tables and plots.
 *
 * @param runs one for each seed
 */
record WorldFindings(World world, List<CkiRun> runs) {

  private static final List<String> MERGES =
      List.of(
          Arms.UNIFORM,
          Arms.BEST_ALPHA,
          Arms.GREEDY,
          Arms.SOFT,
          Arms.HARD,
          Arms.LOCAL,
          Arms.GLOBAL,
          Arms.RANDOM,
          Arms.RANDOM_HARD);

  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Heading("Data: " + world.name()));
    figures.add(
        new Paragraph(
            ("%,d examples for the ancestor, %,d for the continuation, %,d recent ones to train A"
                    + " and to choose on, %,d for the test; %d seeds. Means over the seeds;"
                    + " intervals: paired bootstrap over users, 95 %%.")
                .formatted(
                    World.size(world.ancestor()),
                    World.size(world.continuation()),
                    World.size(world.recent()),
                    World.size(world.test()),
                    runs.size())));
    for (String family : runs.getFirst().families().keySet()) {
      figures.add(new Paragraph(family));
      figures.add(armTable(family));
    }
    figures.add(replicaTable());
    figures.add(
        new Paragraph(
            "Learning on in the stream, replicas merged after every 16 batches, vectors from the"
                + " first; each example scored before it is learned from."));
    figures.add(streamTable());
    figures.add(startPlot());
    figures.add(startTable());
    figures.add(shiftTable("after an injected shift", CkiRun::shift));
    figures.add(
        new Paragraph(
            "The same shift in the stream: a full checkpoint every 12 h, a release every 16 batches,"
                + " vectors as they are. Each example is scored by the latest release before it is"
                + " learned from."));
    figures.add(shiftTable("in the stream, after an injected shift", CkiRun::published));
    figures.add(
        new Paragraph("The merge of the first seed's two replicas, soft, matrix by matrix."));
    figures.add(reportTable());
    return figures;
  }

  private Table armTable(String family) {
    List<List<String>> rows = new ArrayList<>();
    List<Scored> parents = bestParents(family);
    List<Scored> average = arms(family, Arms.UNIFORM);
    for (String arm : runs.getFirst().family(family).arms().keySet()) {
      List<Scored> scored = arms(family, arm);
      boolean merge = MERGES.contains(arm) || arm.equals(CkiRun.ENSEMBLE);
      rows.add(
          List.of(
              arm,
              Numbers.metric(auc(scored)),
              Numbers.metric(Comparisons.mean(scored, s -> s.evaluation().gauc())),
              Numbers.metric(Comparisons.mean(scored, s -> s.evaluation().logLoss())),
              Numbers.metric(Comparisons.mean(scored, Scored::meanNdcg)),
              merge ? Measured.of(Comparisons.auc(scored, parents)).signed() : "",
              merge && !arm.equals(Arms.UNIFORM)
                  ? Measured.of(Comparisons.auc(scored, average)).signed()
                  : "",
              merge && !arm.equals(Arms.UNIFORM)
                  ? Measured.of(Comparisons.ndcg(scored, average)).signed()
                  : ""));
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

  /** One, two and four replicas side by side. */
  private Table replicaTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(CkiRun.SINGLE, Numbers.metric(auc(arms(CkiRun.REPLICAS, CkiRun.SINGLE))), "", ""));
    for (String arm :
        List.of(Arms.UNIFORM, Arms.BEST_ALPHA, Arms.SOFT, Arms.HARD, CkiRun.ENSEMBLE)) {
      List<String> row = new ArrayList<>(List.of(arm, ""));
      for (String family : List.of(CkiRun.REPLICAS, CkiRun.FOUR)) {
        row.add(
            runs.getFirst().families().containsKey(family)
                ? Numbers.metric(auc(arms(family, arm)))
                : "");
      }
      rows.add(row);
    }
    return new Table(List.of("AUC by replicas", "P = 1", "P = 2", "P = 4"), rows);
  }

  private Table streamTable() {
    List<List<String>> rows = new ArrayList<>();
    List<Scored> one = streams(Streams.ONE);
    for (String stream : runs.getFirst().streams().keySet()) {
      List<Scored> scored = streams(stream);
      rows.add(
          List.of(
              stream,
              Numbers.metric(auc(scored)),
              Numbers.metric(Comparisons.mean(scored, s -> s.evaluation().gauc())),
              Numbers.metric(Comparisons.mean(scored, s -> s.evaluation().logLoss())),
              stream.equals(Streams.ONE)
                  ? ""
                  : Measured.of(Comparisons.auc(scored, one)).signed()));
    }
    return new Table(List.of("progressive", "AUC", "GAUC", "log loss", "AUC to P = 1"), rows);
  }

  private LinePlot startPlot() {
    List<Series> series = new ArrayList<>();
    for (String start : runs.getFirst().starts().keySet()) {
      List<Series.Point> points = new ArrayList<>();
      int epochs = runs.getFirst().starts().get(start).size();
      for (int epoch = 0; epoch < epochs; epoch++) {
        points.add(new Series.Point(epoch, auc(started(start, epoch))));
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
  private Table startTable() {
    double parent = auc(bestParents(CkiRun.REPLICAS));
    List<List<String>> rows = new ArrayList<>();
    int epochs = runs.getFirst().start(CkiRun.START_CKI).size();
    for (String start : runs.getFirst().starts().keySet()) {
      List<String> row = new ArrayList<>(List.of(start));
      String reached = "-";
      for (int epoch = 0; epoch < epochs; epoch++) {
        double now = auc(started(start, epoch));
        row.add(Numbers.metric(now));
        reached = reached.equals("-") && now >= parent ? Integer.toString(epoch) : reached;
      }
      row.add(reached);
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("AUC after fine-tuning"));
    for (int epoch = 0; epoch < epochs; epoch++) {
      header.add(epoch == 1 ? "1 epoch" : epoch + " epochs");
    }
    header.add("epochs to the better parent's " + Numbers.metric(parent));
    return new Table(header, rows);
  }

  private Table shiftTable(String title, Function<CkiRun, Map<String, Shifted>> part) {
    List<List<String>> rows = new ArrayList<>();
    for (String arm : part.apply(runs.getFirst()).keySet()) {
      rows.add(
          List.of(
              arm,
              Numbers.metric(auc(shifted(part, arm, Shifted::before))),
              Numbers.metric(auc(shifted(part, arm, Shifted::after)))));
    }
    return new Table(List.of(title, "old traffic", "new traffic"), rows);
  }

  private Table reportTable() {
    List<List<String>> rows = new ArrayList<>();
    for (MergeReport.Layer layer :
        runs.getFirst().family(CkiRun.REPLICAS).merges().report().layers()) {
      rows.add(
          List.of(
              layer.name(),
              String.format(
                  Locale.ROOT, "%.3f, %.3f", layer.entropies().get(0), layer.entropies().get(1)),
              Numbers.number(layer.gates().getFirst(), 2),
              Numbers.number(layer.weights().getFirst(), 2),
              Numbers.number(layer.shares().getFirst(), 2),
              Numbers.number(layer.stability(), 2)));
    }
    return new Table(
        List.of(
            "matrix",
            "entropies",
            "gate of parent 1",
            "its mean weight",
            "its share when hard",
            "gate stable under resampling"),
        rows);
  }

  private static double auc(List<Scored> runs) {
    return Comparisons.mean(runs, scored -> scored.evaluation().auc());
  }

  List<Scored> arms(String family, String arm) {
    return runs.stream().map(run -> run.family(family).arm(arm)).toList();
  }

  List<Scored> bestParents(String family) {
    return runs.stream().map(run -> run.family(family).bestParent()).toList();
  }

  List<Scored> streams(String name) {
    return runs.stream().map(run -> run.stream(name)).toList();
  }

  List<Scored> started(String start, int epoch) {
    return runs.stream().map(run -> run.start(start).get(epoch)).toList();
  }

  /** One arm on old or on new traffic. */
  List<Scored> shifted(
      Function<CkiRun, Map<String, Shifted>> part, String arm, Function<Shifted, Scored> traffic) {
    return runs.stream().map(run -> traffic.apply(run.shifted(part, arm))).toList();
  }
}
