package dev.freshet.flink.examples;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.ExampleRules;

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
        RuleCheck.ofValues(ExampleRules.RULES, Bounds.CLOCK_AHEAD),
        progress);
  }
}
