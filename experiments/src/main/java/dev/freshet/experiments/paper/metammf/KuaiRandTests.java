package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.ExperimentSettings;
import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Training;
import dev.freshet.models.paper.metammf.ModalityVectors;
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
  private final ExperimentSettings settings;
  private final ParallelRuns threads;
  private final Progress progress;

  KuaiRandTests(Path folder, ExperimentSettings settings, ParallelRuns threads, Progress progress) {
    this.folder = folder;
    this.settings = settings;
    this.threads = threads;
    this.progress = progress;
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
    progress.say("kuairand-pure read");
    MetaMmfConfig config = config(settings.quick());
    List<Arm> arms =
        settings.quick()
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
    InteractionSplit random = log.random(LIKES);
    compare("random split", random, log.vectors(), arms, claims, figures);
    InteractionSplit temporal = log.temporal(Set.of());
    compare("split by time", temporal, log.vectors(), arms, claims, figures);
    new ColdStart(log, config, settings.seeds(), threads, progress).run(claims, figures);
    new SequenceColdStart(
            SequenceLog.kuaiRand(folder, settings.quick()), settings.seeds(), threads, progress)
        .run(/* planted= */ false, claims, figures);
  }

  private void compare(
      String name,
      InteractionSplit split,
      ModalityVectors vectors,
      List<Arm> arms,
      List<Claim> claims,
      List<Figure> figures) {
    List<List<ArmRun>> bySeed =
        threads.each(
            settings.seeds(),
            seed -> {
              List<ArmRun> runs =
                  arms.stream().map(arm -> ArmRun.of(arm, seed, vectors, split)).toList();
              progress.say("kuairand-pure, %s: seed %d done".formatted(name, seed));
              return runs;
            });
    ArmRuns runs = new ArmRuns(arms, bySeed, true);
    claims.add(claim(runs, name, "R@10", ArmRun::recall));
    claims.add(claim(runs, name, "N@10", ArmRun::ndcg));
    figures.add(
        new Paragraph(
            "%s: %d users, %d videos, %d long views, %d users judged."
                .formatted(
                    name,
                    split.users(),
                    split.videos(),
                    split.size(),
                    runs.of(Arm.DYNAMIC).getFirst().test().users().length)));
    figures.add(runs.table(Arm.CONCAT));
    figures.add(runs.curves("KuaiRand-Pure, " + name, arms.stream().map(Arm::label).toList()));
  }

  private static Claim claim(
      ArmRuns runs, String name, String metric, Function<ArmRun, double[]> of) {
    Difference difference = runs.difference(Arm.DYNAMIC, Arm.CONCAT, of);
    return new Claim.Above(
        Statement.reported(
            Statement.id("kuairand", name, metric),
            "KuaiRand-Pure, %s: %s of dynamic fusion is above static fusion's"
                .formatted(name, metric)),
        Measured.of(difference));
  }
}
