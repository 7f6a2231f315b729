package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Static and dynamic fusion on KuaiRand: the paper's random split, to compare, and a split by time,
 * to decide. Hyperparameters were chosen by the validation part with seed 101.
 */
final class KuaiRandTests {
  private static final int LIKES = 5;

  private final Room room;

  KuaiRandTests(Room room) {
    this.room = room;
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

  void run(Path folder) {
    LongViewLog log = LongViewLog.read(folder);
    room.progress("kuairand-pure read");
    MetaMmfConfig config = config(room.isQuick());
    List<Arm> arms =
        room.isQuick()
            ? List.of(Arm.of(Fusion.CONCAT, config), Arm.dynamic(config, 16))
            : List.of(
                Arm.of(Fusion.CONCAT, config),
                Arm.of(Fusion.VIDEO_ATTENTION, config),
                Arm.of(Fusion.SCALAR_GATE, config),
                Arm.dynamic(config, 16));
    room.heading("KuaiRand-Pure");
    room.say(
        "The release has no picture, sound or text. Three groups of what it says of a video"
            + " stand for the modalities: length, size and kind of upload; music; author and"
            + " tags. A positive is a long view.");
    compare("random split", arms, new Arm.Data(log.vectors(), log.random(LIKES)));
    compare("split by time", arms, new Arm.Data(log.vectors(), log.temporal(Set.of())));
    new ColdStart(room, log, config).run();
    new SequenceColdStart(room, SequenceLog.kuaiRand(folder, room.isQuick()), /* planted= */ false)
        .run();
  }

  private void compare(String name, List<Arm> arms, Arm.Data data) {
    Results results =
        room.run(
            Grid.of(
                "kuairand-pure, " + name,
                arms.stream().map(arm -> arm.cell(seed -> data)).toList()));
    for (String metric : List.of("R@10", "N@10")) {
      room.claim(
          new Claim.Above(
              Statement.reported(
                  Statement.id("kuairand", name, metric),
                  "KuaiRand-Pure, %s: %s of dynamic fusion is above static fusion's"
                      .formatted(name, metric)),
              results.above(Arm.DYNAMIC, Arm.CONCAT, metric)));
    }
    InteractionSplit split = data.split();
    room.say(
        "%s: %d users, %d videos, %d long views, %d users judged."
            .formatted(
                name,
                split.users(),
                split.videos(),
                split.size(),
                results.of(Arm.DYNAMIC).getFirst().metric("R@10").length));
    room.show(Arm.table(results));
    room.show(Arm.curves("KuaiRand-Pure, " + name, results, results.arms()));
  }
}
