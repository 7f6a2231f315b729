package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.paper.cki.CkiRun.Shifted;
import dev.freshet.models.eval.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Claims 1 to 4 and 6 of the protocol, by the runs of one world. */
record WorldClaims(WorldFindings findings) {

  List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      claims.add(beatsParents(arm));
      claims.add(beats(arm, Arms.UNIFORM));
      claims.add(beats(arm, Arms.BEST_ALPHA));
    }
    claims.add(beats(Arms.SOFT, Arms.LOCAL));
    claims.add(beats(Arms.SOFT, Arms.GLOBAL));
    claims.add(beats(Arms.SOFT, Arms.RANDOM));
    claims.add(keepsUp());
    claims.add(initialises(CkiRun.START_PARENT, "the parent that learned one epoch more"));
    claims.add(initialises(CkiRun.START_AVERAGE, "the uniform average as a start"));
    for (String arm : List.of(Arms.SOFT, Arms.HARD)) {
      claims.addAll(holdsUnderShift(arm));
    }
    claims.addAll(holdsWhatIsPublished());
    return claims;
  }

  private Claim beatsParents(String arm) {
    List<Scored> merged = findings.arms(CkiRun.REPLICAS, arm);
    List<Scored> parents = findings.bestParents(CkiRun.REPLICAS);
    Difference above = Comparisons.auc(merged, parents);
    return above(
        "%s is above the better parent".formatted(arm),
        above,
        0,
        "in AUC, %d of %d pairs won"
            .formatted(Comparisons.won(merged, parents), findings.runs().size()));
  }

  private Claim beats(String arm, String other) {
    Difference above =
        Comparisons.auc(findings.arms(CkiRun.REPLICAS, arm), findings.arms(CkiRun.REPLICAS, other));
    return above("%s is above %s".formatted(arm, other), above);
  }

  private Claim keepsUp() {
    Difference above =
        Comparisons.auc(findings.streams(Streams.TWO_SOFT), findings.streams(Streams.ONE));
    return above(
        "in the stream, two merged replicas lose at most .005 to one trainer",
        above,
        -0.005,
        "in AUC");
  }

  private Claim initialises(String start, String name) {
    Difference above =
        Comparisons.auc(findings.started(CkiRun.START_CKI, 1), findings.started(start, 1));
    return above("after one epoch, CKI soft as a start is above " + name, above);
  }

  private List<Claim> holdsUnderShift(String arm) {
    return holds("after a shift, %s".formatted(arm), CkiRun::shift, arm);
  }

  private List<Claim> holdsWhatIsPublished() {
    return holds(
        "in the stream after a shift, what is published", CkiRun::published, Streams.MERGED);
  }

  private List<Claim> holds(String what, Function<CkiRun, Map<String, Shifted>> part, String arm) {
    Difference old =
        Comparisons.auc(
            findings.shifted(part, arm, Shifted::before),
            findings.shifted(part, CkiRun.INCREMENTAL, Shifted::before));
    Difference recent =
        Comparisons.auc(
            findings.shifted(part, arm, Shifted::after),
            findings.shifted(part, CkiRun.FULL, Shifted::after));
    return List.of(
        above(what + " is above the incremental model on old traffic", old),
        above(what + " is above the full model on new traffic", recent));
  }

  private Claim above(String statement, Difference measured) {
    return above(statement, measured, 0, "in AUC");
  }

  private Claim above(String statement, Difference measured, double bound, String note) {
    String world = findings.world().name();
    return new Claim.Above(
        Statement.reported(Statement.id(world, statement), world + ": " + statement),
        Measured.of(measured).with(note),
        bound);
  }
}
