package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.srm.network.SrmConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must hold on planted data, where the answer is known. */
final class PlantedTests {

  private PlantedTests() {}

  /** Two parents, each of which has learned one half of the features: merged, they know both. */
  static List<Claim> experts(CkiConfig cki, long seed) {
    FeatureExperts experts = FeatureExperts.trained(seed);
    Arms arms = Arms.of(experts.parents(), experts.recent(), cki);
    List<Claim> claims = new ArrayList<>();
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      Scored merged = CkiRun.score(experts.test(), arms.of(arm));
      for (int k = 0; k < experts.parents().size(); k++) {
        Scored parent = CkiRun.score(experts.test(), experts.parents().get(k));
        Difference above =
            PairedBootstrap.defaults().compare(merged.labels(), parent.labels()).auc();
        claims.add(
            new Claim.Above(
                Statement.required(
                    Statement.id("planted", arm, "above expert", Integer.toString(k + 1)),
                    "planted: %s of experts in half of the features each is above expert %d on all"
                        .formatted(arm, k + 1)),
                Measured.of(above).with("in AUC")));
      }
    }
    return claims;
  }

  /** Two parents that are the same: nothing may change. */
  static Claim identical(World world, SrmConfig config, CkiConfig cki) {
    Checkpoint ancestor = Checkpoint.initial(config).learned(world.recent(), world.catalogue());
    Family twins =
        Family.of(ancestor, List.of(world.continuation(), world.continuation()), world.catalogue());
    Window parentTest = twins.parents().getFirst().window(world.test(), world.catalogue());
    Scored parent = CkiRun.score(parentTest, twins.dense().getFirst());
    Window test = twins.merged().window(world.test(), world.catalogue());
    Arms arms =
        Arms.of(twins.dense(), twins.merged().window(world.recent(), world.catalogue()), cki);
    int different = 0;
    for (String arm : List.of(Arms.UNIFORM, Arms.SOFT, Arms.HARD)) {
      if (!Arrays.equals(CkiRun.score(test, arms.of(arm)).scores(), parent.scores())) {
        different++;
      }
    }
    return new Claim.Exact(
        Statement.required(
            "null-identical-parents",
            "null: average, soft and hard merge of identical parents score as the parent, bit for bit"),
        Measured.of(different).with("of 3 differ"),
        0);
  }

  /** Parents of one distribution: no way of merging may differ from the plain average. */
  static List<Claim> alike(List<CkiRun> runs, double margin) {
    List<Scored> average =
        runs.stream().map(run -> run.family(CkiRun.REPLICAS).arm(Arms.UNIFORM)).toList();
    List<Claim> claims = new ArrayList<>();
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      Difference difference =
          Comparisons.auc(
              runs.stream().map(run -> run.family(CkiRun.REPLICAS).arm(arm)).toList(), average);
      claims.add(
          new Claim.EqualWithin(
              Statement.required(
                  Statement.id("null", arm, "equals average"),
                  "null: %s of replicas of one distribution is within %s of the uniform average"
                      .formatted(arm, margin)),
              Measured.of(difference).with("in AUC"),
              margin));
    }
    return claims;
  }
}
