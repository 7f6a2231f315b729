package dev.freshet.flink.events;

import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topic {@code feedback-events}, as the jobs read it. */
public final class FeedbackEvents {

  private FeedbackEvents() {}

  /** A reader that rejects what no job can process. */
  public static TopicReader<FeedbackEvent> reader(EventsConfig config) {
    return new TopicReader<>(
        Topics.FEEDBACK_EVENTS,
        FeedbackEvent.class,
        event -> event.getOccurredAt().toEpochMilli(),
        new Meaningful(config.furthestAhead()),
        config.progress());
  }

  /** User of an event, the key of all state about it. */
  public static String user(Received<FeedbackEvent> event) {
    return event.required().getUser();
  }

  /** What an event must have to mean anything. */
  record Meaningful(Duration furthestAhead) implements Check<FeedbackEvent> {

    private static final Set<EventKind> WITHOUT_VIDEO = Set.of(EventKind.HISTORY, EventKind.ERASE);

    @Override
    public @Nullable String problem(Received<FeedbackEvent> record) {
      FeedbackEvent event = record.value();
      if (event == null) {
        return "an event must not be empty";
      }
      if (event.getUser().isBlank()) {
        return "user must not be blank";
      }
      if (!event.getUser().equals(record.keyText())) {
        return "the record's key must be the user";
      }
      if (event.getEventId().isBlank()) {
        return "eventId must not be blank";
      }
      if (event.getKind() == EventKind.UNKNOWN) {
        return "kind is not known to this version";
      }
      if (event.getVideo().isBlank() && !WITHOUT_VIDEO.contains(event.getKind())) {
        return "video must not be blank";
      }
      if (event.getOccurredAt().isAfter(Instant.now().plus(furthestAhead))) {
        return "occurredAt must not be in the far future";
      }
      if (isNegative(event.getWatchedMillis()) || isNegative(event.getLengthMillis())) {
        return "durations must not be negative";
      }
      return null;
    }

    private static boolean isNegative(@Nullable Long millis) {
      return millis != null && millis < 0;
    }
  }
}
