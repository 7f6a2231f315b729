package dev.freshet.serving.feedback;

import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feedback event as it is sent. Only describes the API: {@link EventReader} reads it.
 *
 * @param eventId chosen by the sender; a repeat within a day is dropped
 * @param user who did it; not among the events of a request for a page, which names its user
 * @param video what it was done with
 * @param kind what was done
 * @param occurredAt event time; of a WATCH: when playback stopped. Or in epoch milliseconds
 * @param requestId the page that the impression came from
 * @param watchedMillis of a WATCH, required: time played, repeats included
 * @param lengthMillis length of the video
 * @param position of an IMPRESSION: place on the page, 0 first
 * @param surface where in the app
 * @param device kind of device
 */
@Introspected
@Schema(name = "Event")
public record EventBody(
    String eventId,
    @Nullable String user,
    String video,
    Kind kind,
    Instant occurredAt,
    @Nullable String requestId,
    @Nullable Long watchedMillis,
    @Nullable Long lengthMillis,
    @Nullable Integer position,
    @Nullable String surface,
    @Nullable String device) {

  /** What a client may say that was done. */
  public enum Kind {
    IMPRESSION,
    WATCH,
    LIKE,
    SHARE,
    FOLLOW,
    COMMENT,
    HIDE,
    REPORT
  }

  /** Several of them. */
  @Schema(name = "Events")
  interface Many extends List<EventBody> {}
}
