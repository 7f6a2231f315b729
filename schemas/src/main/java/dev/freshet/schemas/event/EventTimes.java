package dev.freshet.schemas.event;

import dev.freshet.schemas.feature.Interaction;
import java.time.Instant;

/** When an event counts. */
public final class EventTimes {

  private EventTimes() {}

  /**
   * Event time of an event, at the latest its arrival: a clock that runs ahead must not make a
   * user's later events look older, or outlast an erasure.
   *
   * @param arrivedAt when the broker took the event, in epoch milliseconds
   */
  public static Instant counted(FeedbackEvent event, long arrivedAt) {
    Instant occurredAt = event.getOccurredAt();
    return occurredAt.toEpochMilli() > arrivedAt ? Instant.ofEpochMilli(arrivedAt) : occurredAt;
  }

  /** The event, as of the time at which it counts. */
  public static FeedbackEvent clamped(FeedbackEvent event, long arrivedAt) {
    Instant arrival = Instant.ofEpochMilli(arrivedAt);
    if (event.getHistory().stream().anyMatch(past -> isAfter(past, arrival))) {
      return FeedbackEvent.newBuilder(event)
          .setOccurredAt(counted(event, arrivedAt))
          .setHistory(event.getHistory().stream().map(past -> clamped(past, arrival)).toList())
          .build();
    }
    return event.getOccurredAt().isAfter(arrival)
        ? FeedbackEvent.newBuilder(event).setOccurredAt(arrival).build()
        : event;
  }

  private static Interaction clamped(Interaction past, Instant arrival) {
    return isAfter(past, arrival)
        ? Interaction.newBuilder(past)
            .setOccurredAt(earlier(past.getOccurredAt(), arrival))
            .setLikedAt(earlier(past.getLikedAt(), arrival))
            .build()
        : past;
  }

  private static boolean isAfter(Interaction past, Instant arrival) {
    return past.getOccurredAt().isAfter(arrival) || past.getLikedAt().isAfter(arrival);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** A HISTORY without what lies at or before {@code erasedAt}; any other event as it is. */
  public static FeedbackEvent after(FeedbackEvent event, Instant erasedAt) {
    return event.getHistory().stream().allMatch(past -> past.getOccurredAt().isAfter(erasedAt))
        ? event
        : FeedbackEvent.newBuilder(event)
            .setHistory(
                event.getHistory().stream()
                    .filter(past -> past.getOccurredAt().isAfter(erasedAt))
                    .toList())
            .build();
  }
}
