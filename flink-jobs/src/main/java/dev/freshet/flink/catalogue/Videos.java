package dev.freshet.flink.catalogue;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        new Meaningful(),
        progress);
  }

  /** What a video must have to mean anything. */
  record Meaningful() implements Check<Video> {

    private static final Duration FURTHEST_AHEAD = Duration.ofHours(1);

    @Override
    public @Nullable String problem(Received<Video> record) {
      if (record.keyText().isBlank()) {
        return "the record's key must be the video";
      }
      Video video = record.value();
      if (video == null) {
        return null;
      }
      if (!video.getVideo().equals(record.keyText())) {
        return "the record's key must be the video";
      }
      if (video.getLengthMillis() < 0) {
        return "lengthMillis must not be negative";
      }
      if (video.getUpdatedAt().isAfter(Instant.now().plus(FURTHEST_AHEAD))) {
        return "updatedAt must not be in the far future";
      }
      return null;
    }
  }
}
