package dev.freshet.experiments.srm;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Cell.Kind;
import dev.freshet.experiments.grid.Column;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.models.Trainer;
import dev.freshet.models.baseline.Ftrl;
import dev.freshet.models.baseline.FtrlConfig;
import dev.freshet.models.baseline.Popularity;
import dev.freshet.models.baseline.RateConfig;
import dev.freshet.models.baseline.VideoRate;
import dev.freshet.models.baseline.VideoUserRate;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The sequential family: SASRec, GRU4Rec and DIN beside models that know no order. */
public final class SrmExperiment implements Experiment {

  private static final String KUAIRAND = "kuairand-pure";
  private static final String MOVIELENS = "movielens-latest-small";
  private static final String NDCG = "N@10";

  /** Seeds that are run at most, so that the command ends in its time. */
  private static final int SEEDS = 3;

  private static final int EPOCHS = 5;
  private static final int PLANTED_EPOCHS = 12;
  private static final Duration QUICK_SPAN = Duration.ofHours(12);
  private static final List<String> FAMILY =
      Arrays.stream(SequenceModel.values()).map(SequenceModel::id).toList();

  @Override
  public String name() {
    return "srm";
  }

  @Override
  public String title() {
    return "The sequence models";
  }

  @Override
  public List<String> logs() {
    return List.of(MOVIELENS, KUAIRAND);
  }

  @Override
  public void run(Room room) {
    List<Long> seeds = room.seeds(room.isQuick() ? 1 : SEEDS);
    planted(room, seeds);
    if (room.isQuick()) {
      room.say("MovieLens is left out of the quick form.");
    } else {
      room.dataset(MOVIELENS)
          .ifPresent(folder -> movieLens(room, seeds, NextVideoTask.of(LogDataset.open(folder))));
    }
    room.dataset(KUAIRAND).ifPresent(folder -> progressive(room, seeds, LogDataset.open(folder)));
  }

  /** With a known answer: there is an order to find, or nothing at all. */
  private static void planted(Room room, List<Long> seeds) {
    int users = room.isQuick() ? 300 : 600;
    room.heading("Planted order");
    room.say(
        "Seven of ten long views follow from the one before; the others are drawn by popularity."
            + " DIN knows the order only by how long ago each was watched.");
    Results ordered = nextVideo(room, PlantedSequences.ordered(users, 1), PLANTED_EPOCHS, seeds);
    String best = ordered.best(others(ordered), NDCG);
    room.claim(aboveOrderless(ordered, "sasrec", best, /* required= */ true));
    room.claim(aboveOrderless(ordered, "gru4rec", best, /* required= */ true));
    room.claim(aboveOrderless(ordered, "din", best, /* required= */ false));
    room.show(ordered.table("model", columns(best)));
    room.heading("Nothing to know");
    room.say("Every video is drawn by its popularity alone.");
    Results unordered =
        nextVideo(room, PlantedSequences.unordered(users, 2), PLANTED_EPOCHS, seeds);
    for (String model : FAMILY) {
      room.claim(
          new Claim.NotAbove(
              Statement.required(
                  Statement.id("nothing to know", model),
                  "nothing to know: N@10 of %s not above popularity".formatted(model)),
              unordered.above(model, "popularity", NDCG),
              0));
    }
    room.show(unordered.table("model", columns("popularity")));
  }

  private static void movieLens(Room room, List<Long> seeds, NextVideoTask task) {
    room.heading("MovieLens: the last film among all");
    room.say(
        "%,d users, %,d films, %,d ratings of 4 or more."
            .formatted(task.users().size(), task.videos().size(), task.longViews()));
    Results films = nextVideo(room, task, EPOCHS, seeds);
    String best = films.best(others(films), NDCG);
    FAMILY.forEach(model -> room.claim(aboveOrderless(films, model, best, /* required= */ false)));
    room.show(films.table("model", columns(best)));
  }

  /** Every model on the task of the next video. */
  private static Results nextVideo(Room room, NextVideoTask task, int epochs, List<Long> seeds) {
    List<Cell> cells = new ArrayList<>();
    cells.add(nextVideo(task, new Popular(), Kind.SEEDLESS));
    cells.add(nextVideo(task, RankSysModel.popularity(), Kind.SEEDLESS));
    cells.add(nextVideo(task, RankSysModel.itemKnn(), Kind.SEEDLESS));
    cells.add(nextVideo(task, new Als(), Kind.SEEDLESS));
    cells.add(nextVideo(task, new BprMf(), Kind.SEEDED));
    for (SequenceModel model : SequenceModel.values()) {
      cells.add(nextVideo(task, SequenceNextVideo.of(model, epochs), Kind.SEEDED));
    }
    return room.run(
        Grid.of("%s, %d users".formatted(task.name(), task.users().size()), cells), seeds);
  }

  static Cell nextVideo(NextVideoTask task, NextVideoRanker.Model model, Kind kind) {
    return Cell.of(
        model.name(),
        model.configuration(),
        kind,
        seed -> {
          try (NextVideoRanker ranker = model.learn(task, seed)) {
            return Units.of(task.rank(Part.TEST, ranker), 10, 20);
          }
        });
  }

  private static List<String> others(Results results) {
    return results.arms().stream().filter(arm -> !FAMILY.contains(arm)).toList();
  }

  private static Column[] columns(String reference) {
    return new Column[] {
      Column.mean("R@10"),
      Column.mean("R@20"),
      Column.mean(NDCG),
      Column.mean("N@20"),
      Column.above(NDCG, reference)
    };
  }

  private static Claim aboveOrderless(
      Results results, String model, String other, boolean required) {
    String data = results.data().replaceAll(", \\d+ users$", "");
    return new Claim.Above(
        new Statement(
            Statement.id(data, model, "above orderless"),
            "%s: N@10 of %s above %s".formatted(data, model, other),
            required),
        results.above(model, other, NDCG));
  }

  /** The family and the online baselines, each example scored before it is learned from. */
  private static void progressive(Room room, List<Long> seeds, LogDataset dataset) {
    Instant until = room.isQuick() ? dataset.summary().first().plus(QUICK_SPAN) : Instant.MAX;
    ProgressiveLog log = ProgressiveLog.read(dataset, until);
    room.progress("%s: %,d examples".formatted(log.name(), log.examples()));
    List<Cell> cells = new ArrayList<>();
    for (SequenceModel model : SequenceModel.values()) {
      SrmConfig config = SrmConfig.defaults().with(model);
      cells.add(
          Cell.of(
              model.id(),
              config.toString(),
              Kind.TIMED,
              seed -> log.run(new SrmTrainer(config.seeded(seed), "run", log.name()))));
    }
    baselines()
        .forEach(
            (name, baseline) ->
                cells.add(Cell.of(name, name, Kind.TIMED_ONCE, seed -> log.run(baseline.get()))));
    Results results =
        room.run(Grid.of("%s, %d examples".formatted(log.name(), log.examples()), cells), seeds);
    for (SequenceModel model : SequenceModel.values()) {
      for (String metric : List.of(Results.AUC, Results.GAUC)) {
        String best = results.best(others(results), metric);
        room.claim(
            new Claim.Above(
                Statement.reported(
                    Statement.id(log.name(), metric, model.id()),
                    "%s: %s of %s above %s".formatted(log.name(), metric, model.id(), best)),
                results.above(model.id(), best, metric)));
      }
    }
    room.heading(log.name() + ": scored before learned from");
    room.say(
        "%,d examples; %d seeds. Examples per second and latency: one run alone, one thread."
            .formatted(log.examples(), seeds.size()));
    room.show(
        results.table(
            "model",
            Column.spread(Results.AUC),
            Column.spread(Results.GAUC),
            Column.spread(Results.LOG_LOSS),
            Column.first("examples/s", ProgressiveLog.SPEED, 0),
            Column.first("ONNX bytes", ProgressiveLog.NETWORK_BYTES, 0),
            Column.first("row bytes", ProgressiveLog.ROW_BYTES, 0),
            new Column("100 candidates, ms p50 / p99", SrmExperiment::latency)));
    Axis days = new Axis("day", log.days());
    room.show(
        results.plot(
            "AUC so far, by day", days, "AUC", ProgressiveLog.DAILY_AUC, 0, results.arms()));
    room.show(
        results.plot(
            "GAUC so far, by day", days, "GAUC", ProgressiveLog.DAILY_GAUC, 0, results.arms()));
  }

  private static String latency(Results results, String model) {
    Units timed = results.of(model).getFirst();
    return timed.figures().containsKey(ProgressiveLog.P50)
        ? "%s / %s"
            .formatted(
                Numbers.number(timed.figure(ProgressiveLog.P50)[0], 2),
                Numbers.number(timed.figure(ProgressiveLog.P99)[0], 2))
        : "";
  }

  private static Map<String, Supplier<Trainer>> baselines() {
    RateConfig rates = RateConfig.defaults();
    Map<String, Supplier<Trainer>> baselines = new LinkedHashMap<>();
    for (Supplier<Trainer> baseline :
        List.<Supplier<Trainer>>of(
            () -> new Ftrl(FtrlConfig.defaults()),
            () -> new VideoUserRate(rates),
            () -> new VideoRate(rates),
            () -> new Popularity(rates))) {
      try (Trainer named = baseline.get()) {
        baselines.put(named.model(), baseline);
      }
    }
    return baselines;
  }
}
