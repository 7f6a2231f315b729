package dev.freshet.flink.training;

import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Examples for tests. */
final class TrainingExamples {

  private TrainingExamples() {}

  static TrainingExample of(String id, String video, Instant labelledAt, boolean longView) {
    return TrainingExample.newBuilder()
        .setExampleId(id)
        .setUser("user-" + id)
        .setVideo(video)
        .setSurface("main")
        .setShownAt(labelledAt.minusSeconds(20))
        .setLabelledAt(labelledAt)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(longView)
        .setLiked(false)
        .build();
  }

  /** {@code count} examples of ten videos within {@code span}, in order of time. */
  static List<TrainingExample> random(int count, Duration span) {
    Random random = new Random(11);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant at = TestEvents.START.plusMillis(span.toMillis() * i / count);
      examples.add(of("e" + i, "v" + random.nextInt(10), at, random.nextBoolean()));
    }
    return examples;
  }
}
