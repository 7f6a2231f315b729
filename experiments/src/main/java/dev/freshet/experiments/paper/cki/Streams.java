package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.grid.Units;
import dev.freshet.models.Trainer;
import dev.freshet.models.merging.IncrementalConfig;
import dev.freshet.models.merging.IncrementalTrainer;
import dev.freshet.models.merging.MergingConfig;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiConfig.Perspective;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.paper.cki.Splicing;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learning on from an ancestor as the training job does: by one trainer, or by replicas that are
 * merged again and again. Each example is scored before it is learned from. Unlike in the job, the
 * replicas share batches of one trainer's size, so that all score on what is equally new.
 */
final class Streams {

  static final String ONE = "P = 1";
  static final String TWO_AVERAGE = "P = 2, average";
  static final String TWO_SOFT = "P = 2, CKI soft";
  static final String TWO_HARD = "P = 2, CKI hard";
  static final String FOUR_SOFT = "P = 4, CKI soft";

  static final String MERGED = "published: both, CKI soft";

  private static final int EVERY = 16;

  /** Event time from one full checkpoint to the next. */
  private static final Duration FULL_EVERY = Duration.ofHours(12);

  private Streams() {}

  static Map<String, Units> scored(World world, Checkpoint ancestor, boolean four) {
    Map<String, Units> scored = new LinkedHashMap<>();
    try (Trainer one = ancestor.open()) {
      scored.put(ONE, scored(world, one));
    }
    CkiConfig cki = MergingConfig.of(2, EVERY).cki();
    // no gate and no compatibility: every weight is a half
    CkiConfig even =
        new CkiConfig(
            0, cki.steepness(), cki.bins(), Perspective.GLOBAL, cki.rate(), 0, cki.seed());
    Map<String, MergingConfig> ways = new LinkedHashMap<>();
    ways.put(TWO_AVERAGE, new MergingConfig(2, EVERY, Splicing.SOFT, even));
    ways.put(TWO_SOFT, MergingConfig.of(2, EVERY));
    ways.put(TWO_HARD, new MergingConfig(2, EVERY, Splicing.HARD, cki));
    if (four) {
      ways.put(FOUR_SOFT, MergingConfig.of(4, EVERY));
    }
    ways.forEach(
        (name, way) -> {
          try (Trainer replicas = open(ancestor, way)) {
            scored.put(name, scored(world, replicas));
          }
        });
    return scored;
  }

  /** Replicas that all go on from the ancestor. */
  private static Trainer open(Checkpoint ancestor, MergingConfig way) {
    ReplicatedTrainer replicas =
        new ReplicatedTrainer(ancestor.config(), way, "experiment", "experiment");
    for (int k = 0; k < way.replicas(); k++) {
      String prefix = "replica" + k + "/";
      ancestor.state().forEach((key, value) -> replicas.restore(prefix + key, value));
    }
    return replicas;
  }

  private static Units scored(World world, Trainer trainer) {
    List<List<TrainingExample>> stream = new ArrayList<>(world.continuation());
    stream.addAll(world.recent());
    stream.addAll(world.test());
    List<TrainingExample> examples = new ArrayList<>();
    float[] scores = new float[World.size(stream)];
    for (List<TrainingExample> batch : stream) {
      float[] ofBatch = trainer.scoreThenLearn(batch, world.catalogue());
      System.arraycopy(ofBatch, 0, scores, examples.size(), ofBatch.length);
      examples.addAll(batch);
    }
    return CkiRun.units(examples, scores);
  }

  /**
   * A trainer that publishes its network merged with the full checkpoint of its last half day,
   * through an injected shift: it learns from the continuation as it was, from all behind it as it
   * is after the shift. A release every {@link #EVERY} batches scores what comes until the next
   * one, with rows as they are.
   *
   * @return the release, the network that learns and the full checkpoint alone
   */
  static Map<String, Scores> published(World world, Checkpoint ancestor) {
    SrmTrainer trainer = ancestor.open();
    Map<String, float[]> scores = new LinkedHashMap<>();
    List<TrainingExample> before = new ArrayList<>();
    List<List<TrainingExample>> rest = new ArrayList<>(world.recent());
    rest.addAll(world.test());
    try (var incremental =
        new IncrementalTrainer(trainer, IncrementalConfig.of(FULL_EVERY, EVERY))) {
      world.continuation().forEach(batch -> incremental.scoreThenLearn(batch, world.catalogue()));
      for (int from = 0; from < rest.size(); from += EVERY) {
        List<List<TrainingExample>> slice = rest.subList(from, Math.min(from + EVERY, rest.size()));
        Map<String, List<Parameter>> networks = new LinkedHashMap<>();
        networks.put(CkiRun.FULL, incremental.full());
        networks.put(CkiRun.INCREMENTAL, Checkpoint.copies(trainer.parameters()));
        networks.put(MERGED, incremental.published());
        List<Task> tasks = new ArrayList<>();
        for (List<TrainingExample> batch : World.changed(slice, World::shifted)) {
          tasks.add(trainer.task(batch, world.catalogue()));
          incremental.scoreThenLearn(batch, world.catalogue());
        }
        List<TrainingExample> examples = slice.stream().flatMap(List::stream).toList();
        Window window = new Window(examples, tasks);
        networks.forEach(
            (name, network) -> {
              float[] all = scores.computeIfAbsent(name, arm -> new float[World.size(rest)]);
              float[] ofSlice = CkiEvaluation.scores(window, network);
              System.arraycopy(ofSlice, 0, all, before.size(), ofSlice.length);
            });
        before.addAll(examples);
      }
    }
    Map<String, Scores> scored = new LinkedHashMap<>();
    scores.forEach((name, all) -> scored.put(name, new Scores(before, all)));
    return scored;
  }

  /** Scores of examples, in their order. */
  @SuppressWarnings("ArrayRecordComponent") // a column, never compared
  record Scores(List<TrainingExample> examples, float[] values) {}
}
