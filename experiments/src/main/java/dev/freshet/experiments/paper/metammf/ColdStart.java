package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.models.paper.metammf.RankedUsers;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private final LongViewLog log;
  private final Set<Integer> hidden;
  private final InteractionSplit split;
  private final MetaMmfConfig config;
  private final RunContext context;

  ColdStart(LongViewLog log, MetaMmfConfig config, RunContext context) {
    this.log = log;
    hidden = log.hidden(HIDDEN);
    split = log.temporal(hidden);
    this.config = config;
    this.context = context;
  }

  void run(List<Claim> claims, List<Figure> figures) {
    int[] impressions = log.impressionsBefore(log.trainingEnd(), hidden);
    List<boolean[]> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      boolean[] in = new boolean[impressions.length];
      for (int video = 0; video < in.length; video++) {
        in[video] = bucket == bucket(impressions[video]);
      }
      buckets.add(in);
    }
    List<Map<String, List<RankedUsers>>> bySeed =
        context.each("kuairand-pure, cold start", seed -> ofSeed(seed, buckets));
    Difference cold = over(bySeed, Arm.DYNAMIC, WITHOUT, 0);
    claims.add(
        new Claim.Above(
            Statement.reported(
                "kuairand-cold-start",
                "KuaiRand-Pure: videos never shown before are found better with fusion than without, R@10"),
            Measured.of(cold)));
    figures.add(new Heading("Cold start on KuaiRand-Pure"));
    figures.add(new Paragraph(sizes(buckets, bySeed.getFirst())));
    figures.add(
        table(
            bySeed.getFirst().keySet(),
            List.of("R@10, %s impressions", "over no fusion"),
            (arm, bucket) ->
                List.of(
                    Numbers.number(RankedUsers.mean(recall(bySeed, arm, bucket)), 4),
                    arm.equals(WITHOUT)
                        ? "-"
                        : Measured.of(over(bySeed, arm, WITHOUT, bucket)).signed())));
  }

  /** The cells of an arm in the columns of a bucket. */
  @FunctionalInterface
  interface Cells {
    List<String> of(String arm, int bucket);
  }

  /** A row for each arm, with the columns of each bucket; the first one names the bucket. */
  static Table table(Collection<String> arms, List<String> columns, Cells cells) {
    List<String> header = new ArrayList<>(List.of("arm"));
    BUCKETS.forEach(bucket -> columns.forEach(column -> header.add(column.formatted(bucket))));
    List<List<String>> rows = new ArrayList<>();
    for (String arm : arms) {
      List<String> row = new ArrayList<>(List.of(arm));
      for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
        row.addAll(cells.of(arm, bucket));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  /** Place among the {@link #BUCKETS}. */
  static int bucket(int impressions) {
    return impressions == 0 ? 0 : impressions <= SOME ? 1 : 2;
  }

  private Map<String, List<RankedUsers>> ofSeed(long seed, List<boolean[]> buckets) {
    Map<String, List<RankedUsers>> ranked = new LinkedHashMap<>();
    ModalityVectors none = new ModalityVectors(split.videos(), log.vectors().dimensions());
    Arm concat = Arm.of(Fusion.CONCAT, config);
    ranked.put(WITHOUT, ranked(concat, seed, none, Map.of("", none), buckets).get(0));
    ranked.put(
        Arm.CONCAT, ranked(concat, seed, log.vectors(), Map.of("", log.vectors()), buckets).get(0));
    Map<String, ModalityVectors> given = new LinkedHashMap<>();
    given.put(Arm.DYNAMIC, log.vectors());
    for (Modality modality : Modality.values()) {
      given.put(
          "%s, %s dropped".formatted(Arm.DYNAMIC, modality.id()), log.vectors().without(modality));
    }
    List<List<RankedUsers>> dynamic =
        ranked(Arm.dynamic(config, 16), seed, log.vectors(), given, buckets);
    int place = 0;
    for (String arm : given.keySet()) {
      ranked.put(arm, dynamic.get(place++));
    }
    return ranked;
  }

  /** Trains once; for each of the given vectors, how each bucket is ranked. */
  private List<List<RankedUsers>> ranked(
      Arm arm,
      long seed,
      ModalityVectors training,
      Map<String, ModalityVectors> given,
      List<boolean[]> buckets) {
    Outcome outcome =
        MetaMmfEvaluation.train(arm.config().withSeed(seed), training, split, (epoch, ndcg) -> {});
    try (var model = outcome.model()) {
      List<List<RankedUsers>> ranked = new ArrayList<>();
      for (ModalityVectors vectors : given.values()) {
        MetaMmfModel.Vectors pair = model.vectors(vectors);
        ranked.add(
            buckets.stream()
                .map(bucket -> MetaMmfEvaluation.rank(pair, split, split.test(), bucket))
                .toList());
      }
      return ranked;
    }
  }

  /** R@10 of each user within a bucket, averaged over seeds. */
  private static double[] recall(
      List<Map<String, List<RankedUsers>>> bySeed, String arm, int bucket) {
    double[] mean = new double[0];
    for (Map<String, List<RankedUsers>> ranked : bySeed) {
      double[] recall = ranked.getOrDefault(arm, List.of()).get(bucket).recall(10);
      mean = mean.length == 0 ? new double[recall.length] : mean;
      for (int user = 0; user < recall.length; user++) {
        mean[user] += recall[user] / bySeed.size();
      }
    }
    return mean;
  }

  private static Difference over(
      List<Map<String, List<RankedUsers>>> bySeed, String arm, String other, int bucket) {
    double[] recall = recall(bySeed, arm, bucket);
    return recall.length == 0
        ? new Difference(Double.NaN, Double.NaN, Double.NaN)
        : new PairedBootstrap(10_000, 42L).means(recall, recall(bySeed, other, bucket));
  }

  private static String sizes(List<boolean[]> buckets, Map<String, List<RankedUsers>> ranked) {
    List<String> parts = new ArrayList<>();
    List<RankedUsers> users = ranked.getOrDefault(WITHOUT, List.of());
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      int videos = 0;
      for (boolean in : buckets.get(bucket)) {
        videos += in ? 1 : 0;
      }
      parts.add(
          "%s impressions: %d videos, %d users with later long views among them"
              .formatted(BUCKETS.get(bucket), videos, users.get(bucket).users().length));
    }
    return String.join("; ", parts)
        + ". Impressions are those before the end of the training part; ranked within each bucket. A fifth of the videos, drawn at random, counts as uploaded then and has 0. A dropped modality is left out when fusing, by the network that was trained with all.";
  }
}
