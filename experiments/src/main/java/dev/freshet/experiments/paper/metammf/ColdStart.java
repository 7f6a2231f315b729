package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Column;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import dev.freshet.models.eval.RankingTask;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What fusion is worth by how often a video was shown in the training part: never, up to five
 * times, more often. Each user's later long views among the videos of such a bucket are looked for
 * among all videos of that bucket. Few videos of the log are new in its last days, so a fifth of
 * all, drawn at random, counts as uploaded when the training part ends: what they did before is
 * taken away. Without fusion a video has its id half alone.
 */
final class ColdStart {
  /** By how often a video was shown. */
  static final List<String> BUCKETS = List.of("0", "1-5", "> 5");

  private static final int SOME = 5;
  private static final double HIDDEN = 0.2;
  private static final String WITHOUT = "id alone, no fusion";

  private final Room room;
  private final ModalityVectors vectors;
  private final InteractionSplit split;
  private final MetaMmfConfig config;

  /** By bucket, whether each video is in it. */
  private final List<boolean[]> buckets = new ArrayList<>();

  ColdStart(Room room, LongViewLog log, MetaMmfConfig config) {
    this.room = room;
    this.config = config;
    vectors = log.vectors();
    Set<Integer> hidden = log.hidden(HIDDEN);
    split = log.temporal(hidden);
    int[] impressions = log.impressionsBefore(log.trainingEnd(), hidden);
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      boolean[] in = new boolean[impressions.length];
      for (int video = 0; video < in.length; video++) {
        in[video] = bucket == bucket(impressions[video]);
      }
      buckets.add(in);
    }
  }

  /** Place among the {@link #BUCKETS}. */
  static int bucket(int impressions) {
    return impressions == 0 ? 0 : impressions <= SOME ? 1 : 2;
  }

  void run() {
    ModalityVectors none = new ModalityVectors(split.videos(), vectors.dimensions());
    Map<String, ModalityVectors> given = new LinkedHashMap<>();
    given.put(Arm.DYNAMIC, vectors);
    for (Modality modality : Modality.values()) {
      given.put("%s, %s dropped".formatted(Arm.DYNAMIC, modality.id()), vectors.without(modality));
    }
    Arm concat = Arm.of(Fusion.CONCAT, config);
    Results results =
        room.run(
            Grid.of(
                "kuairand-pure, cold start",
                List.of(
                    cell(WITHOUT, concat, none, Map.of(WITHOUT, none)),
                    cell(Arm.CONCAT, concat, vectors, Map.of(Arm.CONCAT, vectors)),
                    cell(Arm.DYNAMIC, Arm.dynamic(config, 16), vectors, given))));
    room.claim(
        new Claim.Above(
            Statement.reported(
                "kuairand-cold-start",
                "KuaiRand-Pure: videos never shown before are found better with fusion than"
                    + " without, R@10"),
            results.above(Arm.DYNAMIC, WITHOUT, recall(0))));
    room.heading("Cold start on KuaiRand-Pure");
    room.say(sizes(results));
    Column[] columns = new Column[2 * BUCKETS.size()];
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      columns[2 * bucket] = Column.mean(recall(bucket));
      columns[2 * bucket + 1] = Column.above("over no fusion", recall(bucket), WITHOUT);
    }
    room.show(results.table("arm", columns));
  }

  private static String recall(int bucket) {
    return "R@10, %s impressions".formatted(BUCKETS.get(bucket));
  }

  /** Trains once; for each of the given vectors, how each bucket is ranked. */
  private Cell cell(
      String name, Arm arm, ModalityVectors training, Map<String, ModalityVectors> given) {
    return new Cell(
        name,
        arm.config().toString(),
        Cell.Kind.SEEDED,
        seed -> {
          Outcome outcome =
              MetaMmfEvaluation.train(
                  arm.config().withSeed(seed), training, split, (epoch, ndcg) -> {});
          Map<String, Units> units = new LinkedHashMap<>();
          try (var model = outcome.model()) {
            given.forEach((label, left) -> units.put(label, units(model.vectors(left))));
          }
          return units;
        });
  }

  private Units units(MetaMmfModel.Vectors pair) {
    var task = new RankingTask(split.videos(), split.train(), split.test());
    Map<String, double[]> recall = new LinkedHashMap<>();
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      recall.put(
          recall(bucket), MetaMmfEvaluation.rank(pair, task.among(buckets.get(bucket))).recall(10));
    }
    return new Units(recall, Map.of(), null);
  }

  private String sizes(Results results) {
    List<String> parts = new ArrayList<>();
    Units units = results.of(WITHOUT).getFirst();
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      boolean[] in = buckets.get(bucket);
      parts.add(
          "%s impressions: %d videos, %d users with later long views among them"
              .formatted(
                  BUCKETS.get(bucket),
                  IntStream.range(0, in.length).filter(video -> in[video]).count(),
                  units.metric(recall(bucket)).length));
    }
    return String.join("; ", parts)
        + ". Impressions are those before the end of the training part; ranked within each bucket."
        + " A fifth of the videos, drawn at random, counts as uploaded then and has 0. A dropped"
        + " modality is left out when fusing, by the network that was trained with all.";
  }
}
