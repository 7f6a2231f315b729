package dev.freshet.flink.catalogue;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.rounds.Slice;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.VideoRules;

/** The topic {@code videos}, as jobs read it. */
public final class Videos {

  private Videos() {}

  /**
   * A reader of the topic.
   *
   * @param progress what to do while a partition is quiet
   */
  public static TopicReader<Video> reader(Progress progress) {
    return new TopicReader<>(
        Topics.VIDEOS,
        Video.class,
        video -> video.getUpdatedAt().toEpochMilli(),
        RuleCheck.ofCompacted(VideoRules.RULES),
        progress);
  }

  /**
   * The newest record of each video for a training round.
   *
   * @param keep what of a record is kept
   */
  public static Slice<Video> newest(Slice.Keep<Video> keep) {
    return Slice.newest(reader(new Progress.NotAwaited()), keep);
  }
}
