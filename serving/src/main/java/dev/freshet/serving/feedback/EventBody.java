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
 * @param video what it was done with; may be missing where the author alone is meant
 * @param author author of the video; filled in from the catalogue where it is missing
 * @param kind what was done
 * @param target of a HIDE or an UNHIDE: the video, unless told otherwise, or its author
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
    @Nullable String video,
    @Nullable String author,
    Kind kind,
    @Nullable Target target,
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
    UNLIKE,
    SHARE,
    FOLLOW,
    UNFOLLOW,
    COMMENT,
    HIDE,
    UNHIDE,
    REPORT
  }

  /** What a HIDE or an UNHIDE is about. */
  public enum Target {
    VIDEO,
    AUTHOR
  }

  /** Several of them. */
  @Schema(name = "Events")
  interface Many extends List<EventBody> {}
}
