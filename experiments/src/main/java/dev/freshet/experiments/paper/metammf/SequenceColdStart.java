package dev.freshet.experiments.paper.metammf;

import static dev.freshet.experiments.paper.metammf.ColdStart.BUCKETS;
import static dev.freshet.experiments.paper.metammf.ColdStart.bucket;
import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.PublishedRows;
import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ScoringContext;
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

  private static final String WITHOUT = "no fused vector";
  private static final String HALF = "fused vector";
  private static final String SWAPPED = "the fused vector of another video";

  private final Room room;
  private final SequenceLog log;
  private final boolean planted;
  private final Map<String, Video> catalogue = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param planted whether the answer is known: halves must help there, and more than those of
   *     other videos, which bring as many inputs and the same way of learning
   */
  SequenceColdStart(Room room, SequenceLog log, boolean planted) {
    this.room = room;
    this.log = log;
    this.planted = planted;
    for (Video video : log.videos()) {
      places.put(video.getVideo(), places.size());
      catalogue.put(video.getVideo(), video);
    }
  }

  void run() {
    List<Long> seeds = room.seeds(planted && room.isQuick() ? 1 : SEEDS);
    Results results =
        room.run(
            Grid.of(
                "%s, sequence model on new videos, %d examples"
                    .formatted(log.name(), log.judged().size()),
                List.of(
                    new Cell(
                        "all arms",
                        MetaMmfConfig.streamed(COMPONENTS, 0) + ", " + SrmConfig.defaults(),
                        Cell.Kind.SEEDED,
                        this::ofSeed))),
            seeds);
    claim(results, WITHOUT);
    if (planted) {
      claim(results, SWAPPED);
    }
    room.heading("The sequence model on new videos, " + log.name());
    room.say(sizes(results, seeds.size()));
    room.show(table(results));
  }

  /** Videos never shown are ranked better with fused vectors than in another arm. */
  private void claim(Results results, String other) {
    String statement =
        "%s: the sequence model ranks videos never shown before better by their fused vectors than with %s, GAUC"
            .formatted(log.name(), other);
    room.claim(
        new Claim.Above(
            new Statement(Statement.id(log.name(), "new videos above", other), statement, planted),
            results.above(in(HALF, 0), in(other, 0), Results.GAUC)));
  }

  /** The label of an arm among the videos of a bucket. */
  private static String in(String arm, int bucket) {
    return "%s, %s impressions".formatted(arm, BUCKETS.get(bucket));
  }

  /** Each arm's scores by bucket. */
  private Map<String, Units> ofSeed(long seed) {
    Map<String, Units> scored = new LinkedHashMap<>();
    FusedCatalogue none = new FusedCatalogue(catalogue, Map.of());
    score(scored, WITHOUT, learned(seed, none, 0), none);
    MetaMmfConfig config = MetaMmfConfig.streamed(COMPONENTS, seed);
    try (var fusion =
        MetaMmfEvaluation.train(config, log.vectors(), split(), (epoch, ndcg) -> {}).model()) {
      FusedCatalogue halves = halves(fusion.fused(log.vectors()));
      Learned fused = learned(seed, halves, COMPONENTS);
      score(scored, HALF, fused, halves);
      for (Modality modality : Modality.values()) {
        if (isGiven(modality)) {
          FusedCatalogue dropped = halves(fusion.fused(log.vectors().without(modality)));
          score(scored, "%s, %s dropped".formatted(HALF, modality.id()), fused, dropped);
        }
      }
      if (planted) {
        FusedCatalogue others = halves.swapped(seed);
        score(scored, SWAPPED, learned(seed, others, COMPONENTS), others);
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
  private void score(
      Map<String, Units> scored, String arm, Learned learned, FusedCatalogue halves) {
    List<ScoredLabels> byBucket = new ArrayList<>();
    BUCKETS.forEach(bucket -> byBucket.add(new ScoredLabels()));
    try (SrmScorer scorer =
        new SrmScorer(learned.release(), new ScoredVideos(learned.rows(), halves, halves))) {
      for (TrainingExample example : log.judged()) {
        float[] score =
            scorer.score(ScoringContext.of(example), List.of(new VideoId(example.getVideo())));
        byBucket
            .get(bucket(log.impressions().getOrDefault(example.getVideo(), 0)))
            .add(example.getUser(), score[0], example.getLongView());
      }
    }
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      scored.put(in(arm, bucket), Units.of(byBucket.get(bucket)));
    }
  }

  private static Table table(Results results) {
    List<String> header = new ArrayList<>(List.of("arm"));
    for (String bucket : BUCKETS) {
      header.add("AUC, %s impressions".formatted(bucket));
      header.add("GAUC");
      header.add("GAUC over no half");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int first = 0; first < results.arms().size(); first += BUCKETS.size()) {
      String label = results.arms().get(first);
      String arm = label.substring(0, label.length() - in("", 0).length());
      List<String> row = new ArrayList<>(List.of(arm));
      for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
        String here = in(arm, bucket);
        row.add(Numbers.metric(results.mean(here, Results.AUC)));
        row.add(Numbers.metric(results.mean(here, Results.GAUC)));
        row.add(
            arm.equals(WITHOUT)
                ? "-"
                : results.above(here, in(WITHOUT, bucket), Results.GAUC).signed());
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private String sizes(Results results, int seeds) {
    List<String> parts = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS.size(); bucket++) {
      ScoredLabels labels =
          requireNonNull(results.of(in(WITHOUT, bucket)).getFirst().labels(), "scored here");
      parts.add("%s impressions: %,d examples".formatted(BUCKETS.get(bucket), labels.size()));
    }
    return "Seeds: %d. Learned from %,d examples; judged by what was shown later, by how often its video was shown before. %s."
        .formatted(
            seeds, log.training().stream().mapToInt(List::size).sum(), String.join("; ", parts));
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
