package dev.freshet.experiments.paper.cki;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The protocol on one world with one seed: every family of parents, every arm, scored on the test
 * window.
 *
 * @param families each family's arms, by the names of family and arm
 * @param starts where fine-tuning on the recent window may begin, each after 0, 1, 2, ... epochs
 * @param shift each arm after an injected shift
 * @param streams each way of learning on, scored example by example before it learned from them
 * @param published the same shift in the stream: what is published, and what it is merged of
 */
record CkiRun(
    Map<String, FamilyResult> families,
    Map<String, List<Scored>> starts,
    Map<String, Shifted> shift,
    Map<String, Scored> streams,
    Map<String, Shifted> published) {

  static final String REPLICAS = "2 replicas";
  static final String FOUR = "4 replicas";
  static final String ORDERS = "2 orders";
  static final String SINGLE = "single trainer";
  static final String ENSEMBLE = "output ensemble";
  static final String PARENT = "parent ";

  static final String START_CKI = "CKI soft";
  static final String START_AVERAGE = "uniform average";
  static final String START_PARENT = "parent 1";

  static final String FULL = "full (old)";
  static final String INCREMENTAL = "incremental (new)";

  private static final int EPOCHS = 3;

  /**
   * What a family gave.
   *
   * @param arms scores by arm
   * @param merges how the arms came about
   */
  record FamilyResult(Map<String, Scored> arms, Arms merges, int parents) {

    Scored arm(String name) {
      Scored arm = arms.get(name);
      if (arm == null) {
        throw new IllegalArgumentException("no arm " + name);
      }
      return arm;
    }

    /** The parent with the highest AUC. */
    Scored bestParent() {
      Scored best = arm(PARENT + 1);
      for (int k = 2; k <= parents; k++) {
        Scored parent = arm(PARENT + k);
        if (parent.evaluation().auc() > best.evaluation().auc()) {
          best = parent;
        }
      }
      return best;
    }
  }

  /** One arm on the traffic from before the shift and from after it. */
  record Shifted(Scored before, Scored after) {}

  FamilyResult family(String name) {
    FamilyResult family = families.get(name);
    if (family == null) {
      throw new IllegalArgumentException("no family " + name);
    }
    return family;
  }

  List<Scored> start(String name) {
    List<Scored> epochs = starts.get(name);
    if (epochs == null) {
      throw new IllegalArgumentException("no start " + name);
    }
    return epochs;
  }

  /** One arm of {@link #shift} or {@link #published}. */
  Shifted shifted(Function<CkiRun, Map<String, Shifted>> part, String arm) {
    Shifted scored = part.apply(this).get(arm);
    if (scored == null) {
      throw new IllegalArgumentException("no arm " + arm + " after the shift");
    }
    return scored;
  }

  Scored stream(String name) {
    Scored scored = streams.get(name);
    if (scored == null) {
      throw new IllegalArgumentException("no stream " + name);
    }
    return scored;
  }

  static CkiRun of(World world, SrmConfig config, CkiConfig cki, boolean four) {
    Catalogue catalogue = world.catalogue();
    long seed = config.seed();
    Checkpoint ancestor = Checkpoint.initial(config).learned(world.ancestor(), catalogue);
    Checkpoint single = ancestor.learned(world.continuation(), catalogue);
    Scored singleScored = score(single.window(world.test(), catalogue), single.dense());
    Map<String, FamilyResult> families = new LinkedHashMap<>();
    Family replicas = Family.replicas(ancestor, world.continuation(), catalogue, 2, seed);
    FamilyResult replicasResult = result(world, replicas, singleScored, cki);
    families.put(REPLICAS, replicasResult);
    if (four) {
      families.put(
          FOUR,
          result(
              world,
              Family.replicas(ancestor, world.continuation(), catalogue, 4, seed),
              singleScored,
              cki));
    }
    families.put(
        ORDERS,
        result(
            world,
            Family.orders(ancestor, world.continuation(), catalogue, seed),
            singleScored,
            cki));
    return new CkiRun(
        families,
        starts(world, replicas, replicasResult.merges()),
        shift(world, ancestor, cki),
        Streams.scored(world, ancestor, four),
        Streams.published(world, ancestor));
  }

  /** All arms of a family, and the single trainer that learned from all its examples. */
  private static FamilyResult result(World world, Family family, Scored single, CkiConfig cki) {
    FamilyResult result = result(world, family, cki);
    result.arms().put(SINGLE, single);
    return result;
  }

  /** All arms of a family. */
  static FamilyResult result(World world, Family family, CkiConfig cki) {
    Map<String, Scored> arms = new LinkedHashMap<>();
    List<Scored> parents = new ArrayList<>();
    for (int k = 0; k < family.parents().size(); k++) {
      Checkpoint parent = family.parents().get(k);
      parents.add(score(parent.window(world.test(), world.catalogue()), parent.dense()));
      arms.put(PARENT + (k + 1), parents.getLast());
    }
    arms.put(ENSEMBLE, ensemble(world.test(), parents));
    List<List<Parameter>> dense = family.dense();
    Window recent = family.merged().window(world.recent(), world.catalogue());
    Arms merges = Arms.of(dense, recent, cki);
    Window test = family.merged().window(world.test(), world.catalogue());
    merges.dense().forEach((arm, merged) -> arms.put(arm, score(test, merged)));
    return new FamilyResult(arms, merges, dense.size());
  }

  static Scored score(Window window, List<Parameter> dense) {
    return Scored.of(window.examples(), CkiEvaluation.scores(window, dense));
  }

  private static Scored ensemble(List<List<TrainingExample>> test, List<Scored> parents) {
    float[] mean = new float[parents.getFirst().scores().length];
    for (Scored parent : parents) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += parent.scores()[i] / parents.size();
      }
    }
    return Scored.of(test.stream().flatMap(List::stream).toList(), mean);
  }

  /** Fine-tunes rows and network on the recent window, the same for each start. */
  private static Map<String, List<Scored>> starts(World world, Family family, Arms arms) {
    Map<String, Checkpoint> starts = new LinkedHashMap<>();
    starts.put(START_CKI, family.merged().with(arms.of(Arms.SOFT)));
    starts.put(START_AVERAGE, family.merged().with(arms.of(Arms.UNIFORM)));
    starts.put(START_PARENT, family.parents().getFirst());
    Map<String, List<Scored>> scored = new LinkedHashMap<>();
    starts.forEach(
        (name, start) -> {
          List<Scored> epochs = new ArrayList<>();
          Checkpoint now = start;
          for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            epochs.add(score(now.window(world.test(), world.catalogue()), now.dense()));
            if (epoch < EPOCHS) {
              now = now.learned(world.recent(), world.catalogue());
            }
          }
          scored.put(name, epochs);
        });
    return scored;
  }

  /**
   * The old model went on with the continuation; the traffic then shifts, and the incremental one
   * went on with the first half of the shifted recent window. {@code A} is trained on the other
   * half.
   */
  private static Map<String, Shifted> shift(World world, Checkpoint ancestor, CkiConfig cki) {
    Catalogue catalogue = world.catalogue();
    List<List<TrainingExample>> recent = World.changed(world.recent(), World::shifted);
    int half = recent.size() / 2;
    Family family =
        Family.oldAndNew(ancestor, world.continuation(), recent.subList(0, half), catalogue);
    List<List<TrainingExample>> after = World.changed(world.test(), World::shifted);
    Map<String, Shifted> scored = new LinkedHashMap<>();
    List<String> names = List.of(FULL, INCREMENTAL);
    for (int k = 0; k < names.size(); k++) {
      Checkpoint parent = family.parents().get(k);
      scored.put(names.get(k), shifted(parent, parent.dense(), world, after));
    }
    Arms arms =
        Arms.of(
            family.dense(),
            family.merged().window(recent.subList(half, recent.size()), catalogue),
            cki);
    for (String arm : List.of(Arms.UNIFORM, Arms.SOFT, Arms.HARD)) {
      scored.put(arm, shifted(family.merged(), arms.of(arm), world, after));
    }
    return scored;
  }

  private static Shifted shifted(
      Checkpoint model, List<Parameter> dense, World world, List<List<TrainingExample>> after) {
    Scored before = score(model.window(world.test(), world.catalogue()), dense);
    List<TrainingExample> examples = after.stream().flatMap(List::stream).toList();
    return new Shifted(before, Scored.of(examples, before.scores()));
  }
}
