package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Static and dynamic fusion on KuaiRand: the paper's random split, to compare, and a split by time,
 * to decide. Hyperparameters were chosen by the validation part with seed 101.
 */
final class KuaiRandTests {
  private static final int LIKES = 5;

  private final Path folder;
  private final RunContext context;

  KuaiRandTests(Path folder, RunContext context) {
    this.folder = folder;
    this.context = context;
  }

  static MetaMmfConfig config(boolean quick) {
    return new MetaMmfConfig(
        Fusion.CANONICAL_POLYADIC,
        16,
        Prediction.MATRIX_FACTORISATION,
        List.of(64, 32),
        64,
        5,
        0.02,
        new Training(0.003, 1e-4, 2_048, 1, quick ? 2 : 30, 4),
        0);
  }

  void run(List<Claim> claims, List<Figure> figures) {
    LongViewLog log = LongViewLog.read(folder);
    context.progress().say("kuairand-pure read");
    MetaMmfConfig config = config(context.quick());
    List<Arm> arms =
        context.quick()
            ? List.of(Arm.of(Fusion.CONCAT, config), Arm.dynamic(config, 16))
            : List.of(
                Arm.of(Fusion.CONCAT, config),
                Arm.of(Fusion.VIDEO_ATTENTION, config),
                Arm.of(Fusion.SCALAR_GATE, config),
                Arm.dynamic(config, 16));
    figures.add(new Heading("KuaiRand-Pure"));
    figures.add(
        new Paragraph(
            "The release has no picture, sound or text. Three groups of what it says of a video"
                + " stand for the modalities: length, size and kind of upload; music; author and"
                + " tags. A positive is a long view."));
    compare("random split", log, log.random(LIKES), arms, claims, figures);
    compare("split by time", log, log.temporal(Set.of()), arms, claims, figures);
    new ColdStart(log, config, context).run(claims, figures);
    new SequenceColdStart(SequenceLog.kuaiRand(folder, context.quick()), context)
        .run(/* planted= */ false, claims, figures);
  }

  private void compare(
      String name,
      LongViewLog log,
      InteractionSplit split,
      List<Arm> arms,
      List<Claim> claims,
      List<Figure> figures) {
    ArmRuns runs =
        ArmRuns.of("kuairand-pure, " + name, arms, context, new ArmRuns.Task(log.vectors(), split));
    claims.add(claim(runs, name, "R@10", ArmRuns.Run::recall));
    claims.add(claim(runs, name, "N@10", ArmRuns.Run::ndcg));
    figures.add(
        new Paragraph(
            "%s: %d users, %d videos, %d long views, %d users judged."
                .formatted(name, split.users(), split.videos(), split.size(), runs.judged())));
    figures.add(runs.table(Arm.CONCAT));
    figures.add(runs.curves("KuaiRand-Pure, " + name, arms.stream().map(Arm::label).toList()));
  }

  private static Claim claim(
      ArmRuns runs, String name, String metric, Function<ArmRuns.Run, double[]> of) {
    return runs.dynamicAboveStatic(
        Statement.id("kuairand", name, metric),
        "KuaiRand-Pure, %s: %s of dynamic fusion is above static fusion's".formatted(name, metric),
        of);
  }
}
