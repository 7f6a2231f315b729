package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.grid.Units;
import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.paper.cki.MergeReport;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The protocol on one world with one seed: every family of parents, every arm, scored on the test
 * window. Labels of arms begin with what they are a part of.
 */
final class CkiRun {

  static final String REPLICAS = "2 replicas";
  static final String FOUR = "4 replicas";
  static final String ORDERS = "2 orders";

  static final String SINGLE = "single trainer";
  static final String ENSEMBLE = "output ensemble";
  static final String PARENT = "parent ";
  static final String BETTER = "better parent";

  static final String FULL = "full (old)";
  static final String INCREMENTAL = "incremental (new)";

  /** Parts whose arms are scored on old and on new traffic. */
  static final String SHIFT = "after an injected shift";

  static final String PUBLISHED = "in the stream, after an injected shift";

  static final String STREAM = "progressive";
  static final List<String> STARTS = List.of(Arms.SOFT, Arms.UNIFORM, PARENT + 1);
  static final int EPOCHS = 3;

  private final World world;
  private final CkiConfig cki;
  private final Map<String, Units> units = new LinkedHashMap<>();

  private CkiRun(World world, CkiConfig cki) {
    this.world = world;
    this.cki = cki;
  }

  /** The label of an arm of a part: of a family, of the streams, or of fine-tuning. */
  static String in(String part, String arm) {
    return part + ": " + arm;
  }

  /** The label of an arm on traffic from before or from after a shift. */
  static String on(String part, String arm, boolean after) {
    return in(part, arm + (after ? ", new traffic" : ", old traffic"));
  }

  /** The label of a start after so many epochs of fine-tuning. */
  static String started(String start, int epochs) {
    return in("fine-tuned for %d epochs".formatted(epochs), start);
  }

  /** The units of every arm. */
  static Map<String, Units> of(World world, SrmConfig config, CkiConfig cki, boolean four) {
    return new CkiRun(world, cki).run(config, four);
  }

  private Map<String, Units> run(SrmConfig config, boolean four) {
    Catalogue catalogue = world.catalogue();
    long seed = config.seed();
    Checkpoint ancestor = Checkpoint.initial(config).learned(world.ancestor(), catalogue);
    Checkpoint single = ancestor.learned(world.continuation(), catalogue);
    Units ofSingle = units(single.window(world.test(), catalogue), single.dense());
    Family replicas = Family.replicas(ancestor, world.continuation(), catalogue, 2, seed);
    Arms arms = family(REPLICAS, replicas, ofSingle);
    if (four) {
      family(FOUR, Family.replicas(ancestor, world.continuation(), catalogue, 4, seed), ofSingle);
    }
    family(ORDERS, Family.orders(ancestor, world.continuation(), catalogue, seed), ofSingle);
    Streams.scored(world, ancestor, four).forEach((way, of) -> units.put(in(STREAM, way), of));
    start(Arms.SOFT, replicas.merged().with(arms.of(Arms.SOFT)));
    start(Arms.UNIFORM, replicas.merged().with(arms.of(Arms.UNIFORM)));
    start(PARENT + 1, replicas.parents().getFirst());
    shift(ancestor);
    Streams.published(world, ancestor)
        .forEach((arm, scores) -> putShifted(PUBLISHED, arm, scores.examples(), scores.values()));
    return units;
  }

  /** Adds all arms of a family, and the single trainer that learned from all its examples. */
  private Arms family(String name, Family family, Units single) {
    List<float[]> parents = new ArrayList<>();
    List<TrainingExample> test = world.test().stream().flatMap(List::stream).toList();
    Units better = null;
    for (int k = 0; k < family.parents().size(); k++) {
      Checkpoint parent = family.parents().get(k);
      parents.add(
          CkiEvaluation.scores(parent.window(world.test(), world.catalogue()), parent.dense()));
      Units scored = units(test, parents.getLast());
      units.put(in(name, PARENT + (k + 1)), scored);
      better = better == null || auc(scored) > auc(better) ? scored : better;
    }
    units.put(in(name, BETTER), Objects.requireNonNull(better, "a family has parents"));
    units.put(in(name, ENSEMBLE), units(test, mean(parents)));
    Arms arms =
        Arms.of(family.dense(), family.merged().window(world.recent(), world.catalogue()), cki);
    Window window = family.merged().window(world.test(), world.catalogue());
    arms.dense().forEach((arm, dense) -> units.put(in(name, arm), units(window, dense)));
    units.computeIfPresent(in(name, Arms.SOFT), (label, soft) -> reported(soft, arms.report()));
    units.put(in(name, SINGLE), single);
    return arms;
  }

  private static double auc(Units units) {
    return Objects.requireNonNull(units.labels(), "scored here").evaluation().auc();
  }

  /** Notes what a merge of two parents made of each matrix. */
  private static Units reported(Units soft, MergeReport report) {
    Units noted = soft;
    for (MergeReport.Layer layer : report.layers()) {
      noted =
          noted.with(
              layer.name(),
              layer.entropies().get(0),
              layer.entropies().get(1),
              layer.gates().getFirst(),
              layer.weights().getFirst(),
              layer.shares().getFirst(),
              layer.stability());
    }
    return noted;
  }

  static Units units(Window window, List<Parameter> dense) {
    return units(window.examples(), CkiEvaluation.scores(window, dense));
  }

  static Units units(List<TrainingExample> examples, float[] scores) {
    return Units.of(CkiEvaluation.labelled(examples, scores));
  }

  private static float[] mean(List<float[]> parents) {
    float[] mean = new float[parents.getFirst().length];
    for (float[] parent : parents) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += parent[i] / parents.size();
      }
    }
    return mean;
  }

  /** Fine-tunes rows and network on the recent window. */
  private void start(String name, Checkpoint start) {
    Checkpoint now = start;
    for (int epoch = 0; epoch <= EPOCHS; epoch++) {
      units.put(
          started(name, epoch), units(now.window(world.test(), world.catalogue()), now.dense()));
      if (epoch < EPOCHS) {
        now = now.learned(world.recent(), world.catalogue());
      }
    }
  }

  /**
   * The old model went on with the continuation; the traffic then shifts, and the incremental one
   * went on with the first half of the shifted recent window. {@code A} is trained on the other
   * half.
   */
  private void shift(Checkpoint ancestor) {
    Catalogue catalogue = world.catalogue();
    List<List<TrainingExample>> recent = World.changed(world.recent(), World::shifted);
    int half = recent.size() / 2;
    Family family =
        Family.oldAndNew(ancestor, world.continuation(), recent.subList(0, half), catalogue);
    putShifted(FULL, family.parents().get(0), family.parents().get(0).dense());
    putShifted(INCREMENTAL, family.parents().get(1), family.parents().get(1).dense());
    Arms arms =
        Arms.of(
            family.dense(),
            family.merged().window(recent.subList(half, recent.size()), catalogue),
            cki);
    for (String arm : List.of(Arms.UNIFORM, Arms.SOFT, Arms.HARD)) {
      putShifted(arm, family.merged(), arms.of(arm));
    }
  }

  private void putShifted(String arm, Checkpoint model, List<Parameter> dense) {
    Window window = model.window(world.test(), world.catalogue());
    putShifted(SHIFT, arm, window.examples(), CkiEvaluation.scores(window, dense));
  }

  /** The same scores against labels from before the shift and from after it. */
  private void putShifted(String part, String arm, List<TrainingExample> examples, float[] scores) {
    units.put(on(part, arm, false), units(examples, scores));
    units.put(on(part, arm, true), units(examples.stream().map(World::shifted).toList(), scores));
  }
}
