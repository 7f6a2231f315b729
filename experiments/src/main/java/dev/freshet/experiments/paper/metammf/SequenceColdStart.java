package dev.freshet.experiments.paper.metammf;

import static dev.freshet.experiments.paper.metammf.ColdStart.BUCKETS;
import static dev.freshet.experiments.paper.metammf.ColdStart.bucket;

import dev.freshet.experiments.PublishedRows;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.eval.PairedBootstrap.Differences;
import dev.freshet.models.eval.ScoredLabels;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What fused vectors are worth to the sequence model, by how often a video was shown before it is
 * scored: never, up to five times, more often. The fusion and the model are learned as the stream
 * learns them, up to a moment; then the released model scores what was shown after it, as a serving
 * node would. A model without halves is trained beside it.
 */
final class SequenceColdStart {
  private static final int COMPONENTS = 16;

  /** Seeds that are run at most, so that the command ends in its time. */
  private static final int SEEDS = 3;

  private static final int RESAMPLES = 1_000;
  private static final String WITHOUT = "no fused vector";
  private static final String HALF = "fused vector";
  private static final String SWAPPED = "the fused vector of another video";

  private final SequenceLog log;
  private final RunContext context;
  private final Map<String, Video> catalogue = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  SequenceColdStart(SequenceLog log, RunContext context) {
    this.log = log;
    this.context = context.first(SEEDS);
    for (Video video : log.videos()) {
      places.put(video.getVideo(), places.size());
      catalogue.put(video.getVideo(), video);
    }
  }

  /**
   * @param planted whether the answer is known: halves must help there, and more than those of
   *     other videos, which bring as many inputs and the same way of learning
   */
  void run(boolean planted, List<Claim> claims, List<Figure> figures) {
    List<Map<String, List<ScoredLabels>>> bySeed =
        context.each(log.name() + ", sequence model on new videos", seed -> ofSeed(seed, planted));
    claims.add(claim(planted, WITHOUT, bySeed));
    if (planted) {
      claims.add(claim(planted, SWAPPED, bySeed));
    }
    figures.add(new Heading("The sequence model on new videos, " + log.name()));
    figures.add(new Paragraph(sizes(bySeed.getFirst())));
    figures.add(table(bySeed));
  }

  /** Videos never shown are ranked better with fused vectors than in another arm. */
  private Claim claim(boolean planted, String other, List<Map<String, List<ScoredLabels>>> bySeed) {
    Difference gauc = above(bySeed, HALF, other, 0).gauc();
    String statement =
        "%s: the sequence model ranks videos never shown before better by their fused vectors than with %s, GAUC"
            .formatted(log.name(), other);
    return new Claim.Above(
        new Statement(Statement.id(log.name(), "new videos above", other), statement, planted),
        Measured.of(gauc));
  }

  private static Differences above(
      List<Map<String, List<ScoredLabels>>> bySeed, String arm, String other, int bucket) {
    return new PairedBootstrap(RESAMPLES, 42L)
        .compareMeans(labels(bySeed, arm, bucket), labels(bySeed, other, bucket));
  }

  /** Scores of each arm in each bucket. */
  private Map<String, List<ScoredLabels>> ofSeed(long seed, boolean planted) {
    Map<String, List<ScoredLabels>> scored = new LinkedHashMap<>();
    FusedCatalogue none = new FusedCatalogue(catalogue, Map.of());
    scored.put(WITHOUT, scored(learned(seed, none, 0), none));
    MetaMmfConfig config = MetaMmfConfig.streamed(COMPONENTS, seed);
    try (var fusion =
        MetaMmfEvaluation.train(config, log.vectors(), split(), (epoch, ndcg) -> {}).model()) {
      FusedCatalogue halves = halves(fusion.fused(log.vectors()));
      Learned fused = learned(seed, halves, COMPONENTS);
      scored.put(HALF, scored(fused, halves));
      for (Modality modality : Modality.values()) {
        if (isGiven(modality)) {
          FusedCatalogue dropped = halves(fusion.fused(log.vectors().without(modality)));
          scored.put("%s, %s dropped".formatted(HALF, modality.id()), scored(fused, dropped));
        }
      }
      if (planted) {
        FusedCatalogue others = halves.swapped(seed);
        scored.put(SWAPPED, scored(learned(seed, others, COMPONENTS), others));
      }
    }
    return scored;
  }

  private boolean isGiven(Modality modality) {
    return places.values().stream().anyMatch(place -> log.vectors().has(place, modality));
  }

  /** What was watched long before the moment, as the fusion learns from it. */
  private InteractionSplit split() {
    int[][] liked =
        log.watchedLong().stream()
            .map(videos -> videos.stream().filter(places::containsKey).mapToInt(places::get))
            .map(IntStream::toArray)
            .toArray(int[][]::new);
    InteractionSplit all = InteractionSplit.latest(log.videos().size(), liked);
    int[] shown =
        log.impressions().keySet().stream()
            .filter(places::containsKey)
            .mapToInt(places::get)
            .sorted()
            .toArray();
    return new InteractionSplit(all.videos(), all.train(), all.validation(), all.test(), shown);
  }

  /**
   * @param fused [videos, {@value #COMPONENTS}]
   */
  private FusedCatalogue halves(float[] fused) {
    Map<String, float[]> halves = new HashMap<>();
    places.forEach(
        (video, place) ->
            halves.put(
                video, Arrays.copyOfRange(fused, place * COMPONENTS, (place + 1) * COMPONENTS)));
    return new FusedCatalogue(catalogue, halves);
  }

  /** A sequence model as it is released at the moment. */
  private record Learned(ModelRelease release, PublishedRows rows) {}

  private Learned learned(long seed, FusedCatalogue halves, int components) {
    SrmConfig config = SrmConfig.defaults().seeded(seed).withFused(components);
    try (SrmTrainer trainer = new SrmTrainer(config, "cold-start", log.name())) {
      for (List<TrainingExample> batch : log.training()) {
        trainer.scoreThenLearn(batch, halves);
      }
      return new Learned(trainer.release(Map.of(), Instant.EPOCH), PublishedRows.of(trainer));
    }
  }

  /** Scores what was shown after the moment, by bucket. */
  private List<ScoredLabels> scored(Learned learned, FusedCatalogue halves) {
    List<ScoredLabels> scored = new ArrayList<>();
    BUCKETS.forEach(bucket -> scored.add(new ScoredLabels()));
    try (SrmScorer scorer =
        new SrmScorer(learned.release(), new ScoredVideos(learned.rows(), halves, halves))) {
      for (TrainingExample example : log.judged()) {
        float[] score =
            scorer.score(ScoringContext.of(example), List.of(new VideoId(example.getVideo())));
        scored
            .get(bucket(log.impressions().getOrDefault(example.getVideo(), 0)))
            .add(example.getUser(), score[0], example.getLongView());
      }
    }
    return scored;
  }

  private static List<ScoredLabels> labels(
      List<Map<String, List<ScoredLabels>>> bySeed, String arm, int bucket) {
    return bySeed.stream().map(scored -> scored.getOrDefault(arm, List.of()).get(bucket)).toList();
  }

  private static Table table(List<Map<String, List<ScoredLabels>>> bySeed) {
    return ColdStart.table(
        bySeed.getFirst().keySet(),
        List.of("AUC, %s impressions", "GAUC", "GAUC over no half"),
        (arm, bucket) -> {
          List<ScoredLabels> labels = labels(bySeed, arm, bucket);
          return List.of(
              Numbers.number(mean(labels, Evaluation::auc), 4),
              Numbers.number(mean(labels, Evaluation::gauc), 4),
              arm.equals(WITHOUT)
                  ? "-"
                  : Measured.of(above(bySeed, arm, WITHOUT, bucket).gauc()).signed());
        });
  }

  private static double mean(List<ScoredLabels> labels, ToDoubleFunction<Evaluation> metric) {
    return labels.stream()
        .mapToDouble(each -> metric.applyAsDouble(each.evaluation()))
        .average()
        .orElse(Double.NaN);
  }

  private String sizes(Map<String, List<ScoredLabels>> scored) {
    List<String> parts = new ArrayList<>();
    List<ScoredLabels> buckets = scored.getOrDefault(WITHOUT, List.of());
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      parts.add(
          "%s impressions: %,d examples"
              .formatted(BUCKETS.get(bucket), buckets.get(bucket).size()));
    }
    return "Seeds: %d. Learned from %,d examples; judged by what was shown later, by how often its video was shown before. %s."
        .formatted(
            context.settings().seeds().size(),
            log.training().stream().mapToInt(List::size).sum(),
            String.join("; ", parts));
  }

  /**
   * The catalogue with fused vectors.
   *
   * @param halves by video
   */
  private record FusedCatalogue(Map<String, Video> videos, Map<String, float[]> halves)
      implements Catalogue, EmbeddingRows {

    @Override
    public @Nullable Video video(String id) {
      return videos.get(id);
    }

    @Override
    public @Nullable String fusion() {
      return halves.isEmpty() ? null : "cold-start";
    }

    @Override
    public float @Nullable [] fused(String id) {
      return halves.get(id);
    }

    @Override
    public float @Nullable [] row(String table, String id) {
      return table.equals(FUSED) ? halves.get(id) : null;
    }

    /** Each video with the half of another one, drawn at random. */
    FusedCatalogue swapped(long seed) {
      List<String> ids = new ArrayList<>(halves.keySet());
      Collections.sort(ids);
      List<float[]> shuffled = new ArrayList<>();
      ids.forEach(id -> shuffled.add(halves.getOrDefault(id, new float[0])));
      Collections.shuffle(shuffled, new Random(seed));
      Map<String, float[]> swapped = new HashMap<>();
      for (int i = 0; i < ids.size(); i++) {
        swapped.put(ids.get(i), shuffled.get(i));
      }
      return new FusedCatalogue(videos, swapped);
    }
  }
}
