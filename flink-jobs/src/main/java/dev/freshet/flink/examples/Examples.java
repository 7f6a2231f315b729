package dev.freshet.flink.examples;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.Topics;
import org.jspecify.annotations.Nullable;

/** The topic {@code training-examples}, as jobs read it. */
public final class Examples {

  private Examples() {}

  /**
   * A reader of the topic.
   *
   * @param progress how event time moves on
   */
  public static TopicReader<TrainingExample> reader(Progress progress) {
    return new TopicReader<>(
        Topics.TRAINING_EXAMPLES,
        TrainingExample.class,
        example -> example.getLabelledAt().toEpochMilli(),
        new Meaningful(),
        progress);
  }

  /** What an example must have to be learned from. */
  record Meaningful() implements Check<TrainingExample> {

    @Override
    public @Nullable String problem(Received<TrainingExample> record) {
      TrainingExample example = record.value();
      if (example == null) {
        return "an example must not be empty";
      }
      if (example.getExampleId().isBlank()) {
        return "exampleId must not be blank";
      }
      if (example.getUser().isBlank() || (example.getVideo().isBlank() && !example.getErasure())) {
        return "user and video must not be blank";
      }
      if (example.getLabelledAt().isBefore(example.getShownAt())) {
        return "labelledAt must not be before shownAt";
      }
      if (!(example.getWeight() >= 0)) {
        return "weight must not be negative";
      }
      return null;
    }
  }
}
