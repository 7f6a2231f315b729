package dev.freshet.models.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small world to train in: forty videos of four tags; a user watches the videos of one tag to the
 * end and leaves the others.
 */
public final class TinyModel {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int VIDEOS = 40;
  static final Catalogue CATALOGUE = catalogue();

  private TinyModel() {}

  public static SrmConfig config(int layers, int heads) {
    return config(SequenceModel.SASREC, layers, heads);
  }

  public static SrmConfig config(SequenceModel model, int layers, int heads) {
    return new SrmConfig(
        model, 8, 0, 10, layers, heads, 8, 0.1, 1.0, 0.05, 0.1, 0.05, 0.01, 0.3, 1.0, 1, 30, 42L);
  }

  private static Catalogue catalogue() {
    TrustedRecords.trust();
    Map<String, Video> videos = new HashMap<>();
    for (int v = 0; v < VIDEOS; v++) {
      videos.put(
          "v" + v,
          Video.newBuilder()
              .setVideo("v" + v)
              .setAuthor("a" + v / 2)
              .setTags(List.of("t" + v % 4))
              .setLengthMillis(10_000L + 500L * v)
              .setUploadedAt(START)
              .setUpdatedAt(START)
              .build());
    }
    return videos::get;
  }

  /** What user {@code u} did before: five videos of the own tag to the end, five others not. */
  static List<Interaction> positives(int user) {
    List<Interaction> positives = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      positives.add(interaction((4 * (user + i) + user % 4) % VIDEOS, 2 * i, true));
    }
    return positives;
  }

  static List<Interaction> skips(int user) {
    List<Interaction> skips = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      skips.add(interaction((4 * (user + i) + user % 4 + 1) % VIDEOS, 2 * i + 1, false));
    }
    return skips;
  }

  static UserCounters counters() {
    return new UserCounters(10L, 10L, 5L, 0L, 0L);
  }

  private static Interaction interaction(int video, int minute, boolean longView) {
    Instant at = START.minus(Duration.ofHours(1)).plus(Duration.ofMinutes(minute));
    return new Interaction(
        "v" + video, at, longView ? 20_000L : 1_000L, 20_000L, longView, false, Instant.EPOCH);
  }

  /** Batches of 32 impressions of 20 users, one second apart. */
  static List<List<TrainingExample>> batches(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<TrainingExample>> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      List<TrainingExample> batch = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        int user = random.nextInt(20);
        int video = random.nextInt(VIDEOS);
        boolean longView = user % 4 == video % 4;
        Instant at = START.plusSeconds(32L * b + i);
        batch.add(
            TrainingExample.newBuilder()
                .setExampleId("e-%04d-%02d".formatted(b, i))
                .setUser("u" + user)
                .setVideo("v" + video)
                .setSurface("main")
                .setShownAt(at)
                .setLabelledAt(at)
                .setPositives(positives(user))
                .setSkips(skips(user))
                .setCounters(counters())
                .setLongView(longView)
                .setLiked(longView && i % 8 == 0)
                .setWatchedMillis(longView ? 20_000L : 1_000L)
                .build());
      }
      batches.add(batch);
    }
    return batches;
  }

  /** The rows that the trainer publishes, as serving would hold them. */
  static EmbeddingRows rows(SrmTrainer trainer) {
    Map<String, float[]> rows = new HashMap<>();
    trainer.drainRows(
        update -> {
          if (update.vector() != null) {
            rows.put(update.table() + "/" + update.id(), update.vector().clone());
          }
        });
    return (table, id) -> rows.get(table + "/" + id);
  }
}
