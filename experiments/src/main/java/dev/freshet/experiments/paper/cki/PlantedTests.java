package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Cell.Kind;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.srm.network.SrmConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What must hold on planted data, where the answer is known. */
final class PlantedTests {

  private static final String EXPERT = "expert ";

  private PlantedTests() {}

  /** Two parents, each of which has learned one half of the features: merged, they know both. */
  static void experts(Room room, CkiConfig cki, long seed) {
    Results results =
        room.run(
            Grid.of(
                "experts in half of the features",
                List.of(new Cell("all arms", cki.toString(), Kind.SEEDED, s -> experts(cki, s)))),
            List.of(seed));
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      for (int k = 1; k <= 2; k++) {
        room.claim(
            new Claim.Above(
                Statement.required(
                    Statement.id("planted", arm, "above expert", Integer.toString(k)),
                    "planted: %s of experts in half of the features each is above expert %d on all"
                        .formatted(arm, k)),
                results.above(arm, EXPERT + k, Results.AUC).with("in AUC")));
      }
    }
  }

  private static Map<String, Units> experts(CkiConfig cki, long seed) {
    FeatureExperts experts = FeatureExperts.trained(seed);
    Arms arms = Arms.of(experts.parents(), experts.recent(), cki);
    Map<String, Units> units = new LinkedHashMap<>();
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      units.put(arm, CkiRun.units(experts.test(), arms.of(arm)));
    }
    for (int k = 0; k < experts.parents().size(); k++) {
      units.put(EXPERT + (k + 1), CkiRun.units(experts.test(), experts.parents().get(k)));
    }
    return units;
  }

  /** Two parents that are the same: nothing may change. */
  static void identical(Room room, World world, SrmConfig config, CkiConfig cki) {
    Checkpoint ancestor = Checkpoint.initial(config).learned(world.recent(), world.catalogue());
    Family twins =
        Family.of(ancestor, List.of(world.continuation(), world.continuation()), world.catalogue());
    Window parentTest = twins.parents().getFirst().window(world.test(), world.catalogue());
    float[] parent = CkiEvaluation.scores(parentTest, twins.dense().getFirst());
    Window test = twins.merged().window(world.test(), world.catalogue());
    Arms arms =
        Arms.of(twins.dense(), twins.merged().window(world.recent(), world.catalogue()), cki);
    long different =
        Stream.of(Arms.UNIFORM, Arms.SOFT, Arms.HARD)
            .filter(arm -> !Arrays.equals(CkiEvaluation.scores(test, arms.of(arm)), parent))
            .count();
    room.claim(
        new Claim.Exact(
            Statement.required(
                "null-identical-parents",
                "null: average, soft and hard merge of identical parents score as the parent, bit"
                    + " for bit"),
            Measured.of((double) different).with("of 3 differ"),
            0));
  }

  /** Parents of one distribution: no way of merging may differ from the plain average. */
  static void alike(Room room, Results results, double margin) {
    String average = CkiRun.in(CkiRun.REPLICAS, Arms.UNIFORM);
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      room.claim(
          new Claim.EqualWithin(
              Statement.required(
                  Statement.id("null", arm, "equals average"),
                  "null: %s of replicas of one distribution is within %s of the uniform average"
                      .formatted(arm, margin)),
              results.above(CkiRun.in(CkiRun.REPLICAS, arm), average, Results.AUC).with("in AUC"),
              margin));
    }
  }
}
