package dev.freshet.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.VideoId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Scorer} keeps; a model's test implements it and adds its own cases. */
public interface ScorerContract {

  /** A user of whom nothing is known. */
  ScoringContext NEW_USER =
      new ScoringContext(
          new UserId("nobody"), null, "main", "phone", Instant.parse("2026-01-02T10:00:00Z"));

  /** A scorer over a tiny model that the test builds itself. */
  Scorer scorer();

  /** A user that model knows. */
  ScoringContext user();

  /** Videos that model knows, at least two. */
  List<VideoId> videos();

  @Test
  default void scoresEveryCandidateInOrder() {
    try (Scorer scorer = scorer()) {
      float[] all = scorer.score(user(), videos());

      assertThat(all).hasSize(videos().size());
      assertThat(scorer.score(user(), videos().reversed())[0]).isEqualTo(all[all.length - 1]);
      assertThat(all[0]).isNotEqualTo(all[1]);
    }
  }

  @Test
  default void scoresNothingWhenThereIsNothingToScore() {
    try (Scorer scorer = scorer()) {
      assertThat(scorer.score(user(), List.of())).isEmpty();
    }
  }

  @Test
  default void scoresAVideoAndAUserNeverSeen() {
    try (Scorer scorer = scorer()) {
      float[] scores = scorer.score(NEW_USER, List.of(new VideoId("unheard-of"), videos().get(0)));

      assertThat(scores).hasSize(2);
      for (float score : scores) {
        assertThat(score).isFinite();
      }
    }
  }

  @Test
  default void scoresAlikeFromManyThreads() throws ExecutionException, InterruptedException {
    try (Scorer scorer = scorer();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      float[] known = scorer.score(user(), videos());
      float[] unknown = scorer.score(NEW_USER, videos());

      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ScoringContext context = i % 2 == 0 ? user() : NEW_USER;
        answers.add(threads.submit(() -> scorer.score(context, videos())));
      }

      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? known : unknown);
      }
    }
  }
}
