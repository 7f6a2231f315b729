package dev.freshet.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Trainer} keeps; a trainer's test implements it and adds its own cases. The
 * batches have tastes planted in them: users like the videos whose number has their own remainder
 * by four. Each user comes with a history of one long view and one skip.
 */
public interface TrainerContract {

  /** A new trainer; all are alike. */
  Trainer trainer();

  @Test
  default void givesTheSameBitsForTheSameBatches() {
    try (Trainer one = trainer();
        Trainer other = trainer()) {
      for (List<TrainingExample> batch : batches()) {
        assertThat(other.scoreThenLearn(batch, CATALOGUE))
            .isEqualTo(one.scoreThenLearn(batch, CATALOGUE));
      }

      assertThat(saved(other)).usingRecursiveComparison().isEqualTo(saved(one));
    }
  }

  @Test
  default void goesOnWithTheSameBitsAfterEachRestore() {
    Map<String, byte[]> state = new HashMap<>();
    Trainer restored = trainer();
    try (Trainer kept = trainer()) {
      for (List<TrainingExample> batch : batches()) {
        float[] expected = kept.scoreThenLearn(batch, CATALOGUE);
        assertThat(restored.scoreThenLearn(batch, CATALOGUE)).isEqualTo(expected);
        assertThat(restored.step()).isEqualTo(kept.step());
        save(restored, state);
        restored.close();
        restored = trainer();
        state.forEach(restored::restore);
      }

      assertThat(state).usingRecursiveComparison().isEqualTo(saved(kept));
    } finally {
      restored.close();
    }
  }

  @Test
  default void keepsNothingUnderTheNameOfAForgottenUser() {
    try (Trainer trainer = trainer();
        Trainer restored = trainer()) {
      Map<String, byte[]> state = new HashMap<>();
      batches().forEach(batch -> trainer.scoreThenLearn(batch, CATALOGUE));
      save(trainer, state);
      assertThat(state.keySet()).anyMatch(key -> key.endsWith("/u3"));

      trainer.forget("u3");
      trainer.forget("nobody");
      save(trainer, state);

      assertThat(state.keySet())
          .noneMatch(key -> key.endsWith("/u3"))
          .anyMatch(key -> key.endsWith("/u4"));
      state.forEach(restored::restore);
      for (List<TrainingExample> batch : batches()) {
        assertThat(restored.scoreThenLearn(batch, CATALOGUE))
            .isEqualTo(trainer.scoreThenLearn(batch, CATALOGUE));
      }
    }
  }

  @Test
  default void savesWhatChangedOnly() {
    List<List<TrainingExample>> batches = batches();
    try (Trainer trainer = trainer()) {
      batches.forEach(batch -> trainer.scoreThenLearn(batch, CATALOGUE));
      int all = saved(trainer).size();
      trainer.scoreThenLearn(batches.getLast().subList(0, 1), CATALOGUE);

      assertThat(saved(trainer)).isNotEmpty().hasSizeLessThan(all);
    }
  }

  @Test
  default void countsItsSteps() {
    try (Trainer trainer = trainer()) {
      assertThat(trainer.step()).isZero();

      batches().forEach(batch -> trainer.scoreThenLearn(batch, CATALOGUE));

      assertThat(trainer.step()).isEqualTo(batches().size());
    }
  }

  @Test
  default void scoresABatchBeforeLearningFromAnyOfIt() {
    List<TrainingExample> batch = batches().getFirst();
    List<TrainingExample> flipped =
        batch.stream()
            .map(e -> TrainingExample.newBuilder(e).setLongView(!e.getLongView()).build())
            .toList();
    try (Trainer one = trainer();
        Trainer other = trainer()) {
      float[] scores = one.scoreThenLearn(batch, CATALOGUE);

      assertThat(scores).hasSize(batch.size());
      assertThat(other.scoreThenLearn(flipped, CATALOGUE)).isEqualTo(scores);
      // and then it did learn from them
      assertThat(other.scoreThenLearn(batch, CATALOGUE))
          .isNotEqualTo(one.scoreThenLearn(batch, CATALOGUE));
    }
  }

  @Test
  default void scoresVideosThatTheCatalogueDoesNotKnow() {
    try (Trainer trainer = trainer()) {
      float[] scores = trainer.scoreThenLearn(batches().getFirst(), video -> null);

      for (float score : scores) {
        assertThat(score).isFinite();
      }
    }
  }

  /** Twenty videos; {@code v3} is by {@code a3} and has tag {@code t3}. */
  Catalogue CATALOGUE = catalogue();

  private static Catalogue catalogue() {
    TrustedRecords.trust();
    Map<String, Video> videos = new HashMap<>();
    for (int v = 0; v < 20; v++) {
      videos.put(
          "v" + v,
          Video.newBuilder()
              .setVideo("v" + v)
              .setAuthor("a" + v)
              .setTags(List.of("t" + v % 4))
              .setLengthMillis(5_000L * (v + 1))
              .setUploadedAt(Instant.EPOCH)
              .setUpdatedAt(Instant.EPOCH)
              .build());
    }
    return videos::get;
  }

  /** Twelve batches of sixteen examples each, ten minutes apart. */
  static List<List<TrainingExample>> batches() {
    TrustedRecords.trust();
    SplittableRandom random = new SplittableRandom(3);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Map<Integer, List<Interaction>> positives = new HashMap<>();
    for (int user = 0; user < 8; user++) {
      Interaction before =
          new Interaction(
              "v" + user, start.minusSeconds(60), 9_000L, 9_000L, true, false, Instant.EPOCH);
      positives.put(user, new ArrayList<>(List.of(before)));
    }
    List<List<TrainingExample>> batches = new ArrayList<>();
    for (int b = 0; b < 12; b++) {
      TrainingExample[] batch = new TrainingExample[16];
      for (int i = 0; i < batch.length; i++) {
        int user = random.nextInt(8);
        int video = random.nextInt(20);
        boolean longView = random.nextDouble() < (user % 4 == video % 4 ? 0.9 : 0.2);
        Instant at = start.plus(Duration.ofMinutes(10L * b)).plusSeconds(i);
        List<Interaction> liked = requireNonNull(positives.get(user));
        long longViews = liked.size();
        batch[i] =
            TrainingExample.newBuilder()
                .setExampleId("e-%02d-%02d".formatted(b, i))
                .setUser("u" + user)
                .setVideo("v" + video)
                .setSurface("s" + user % 2)
                .setShownAt(at.minusSeconds(20))
                .setLabelledAt(at)
                .setPositives(List.copyOf(liked))
                .setSkips(
                    List.of(
                        new Interaction(
                            "v" + (user + 1),
                            start.minusSeconds(30),
                            1_000L,
                            9_000L,
                            false,
                            false,
                            Instant.EPOCH)))
                .setCounters(
                    new UserCounters(3 * longViews + 1, 2 * longViews + 1, longViews, 0L, 0L))
                .setLongView(longView)
                .setLiked(false)
                .setWatchedMillis(longView ? 18_000L : 1_000L)
                .build();
        if (longView) {
          liked.add(new Interaction("v" + video, at, 18_000L, 30_000L, true, false, Instant.EPOCH));
        }
      }
      batches.add(Arrays.asList(batch));
    }
    return batches;
  }

  /** Everything that the trainer has to save now. */
  static Map<String, byte[]> saved(Trainer trainer) {
    Map<String, byte[]> state = new HashMap<>();
    save(trainer, state);
    return state;
  }

  private static void save(Trainer trainer, Map<String, byte[]> state) {
    trainer.saveChanges(
        (key, value) -> {
          if (value == null) {
            state.remove(key);
          } else {
            state.put(key, value);
          }
        });
  }
}
