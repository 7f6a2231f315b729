package dev.freshet.flink.rounds;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.topic.Topics;

/** The latest release of a round's model, whoever released it: what the gate compares with. */
final class ServingReleases {
  private ServingReleases() {}

  static Slice<ModelRelease> of(String model) {
    return Slice.newest(
        new TopicReader<>(
            Topics.MODEL_RELEASES,
            "serving-releases", // the job also writes to the topic
            model::equals,
            ModelRelease.class,
            release -> release.getLearnedUpTo().toEpochMilli(),
            record -> null,
            new Progress.NotAwaited()),
        release -> release);
  }
}
