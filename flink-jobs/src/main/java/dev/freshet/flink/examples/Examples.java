package dev.freshet.flink.examples;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.rounds.Slice;
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

  /**
   * The latest examples for a training round; those of an erased user leave it.
   *
   * @param count how many are kept
   * @param keep which, and what of them
   */
  public static Slice<TrainingExample> latest(int count, Slice.Keep<TrainingExample> keep) {
    return Slice.latest(reader(new Progress.NotAwaited()), count, keep, new OfUser());
  }

  private static final class OfUser implements Slice.Owner<TrainingExample> {
    private static final long serialVersionUID = 1L;

    @Override
    public String user(TrainingExample example) {
      return example.getUser();
    }

    @Override
    public boolean erases(TrainingExample example) {
      return example.getErasure();
    }
  }
}
