package dev.freshet.schemas.validation;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules of {@code feedback-events}. */
public final class EventRules implements RecordRules<FeedbackEvent> {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public static final EventRules RULES = new EventRules();

  private static final Set<EventKind> WITHOUT_VIDEO =
      EnumSet.of(EventKind.HISTORY, EventKind.ERASE);

  private EventRules() {}

  @Override
  public @Nullable Violation violation(String key, FeedbackEvent event, Instant latest) {
    Violation violation = Bounds.id("user", event.getUser());
    if (violation == null && !event.getUser().equals(key)) {
      return new Violation("key", "must be the user");
    }
    if (violation == null) {
      violation = Bounds.id("eventId", event.getEventId());
    }
    if (violation == null) {
      violation = kind(event);
    }
    if (violation == null) {
      violation = Bounds.past("occurredAt", event.getOccurredAt(), latest);
    }
    return violation == null ? details(event, latest) : violation;
  }

  private static @Nullable Violation kind(FeedbackEvent event) {
    if (event.getKind() == EventKind.UNKNOWN) {
      return new Violation("kind", "is not known to this version");
    }
    String video = event.getVideo();
    if (video.isEmpty() && (WITHOUT_VIDEO.contains(event.getKind()) || isOfAuthorAlone(event))) {
      return null;
    }
    return Bounds.id("video", video);
  }

  /** Follows, hides and their undoing may name an author and no video. */
  private static boolean isOfAuthorAlone(FeedbackEvent event) {
    return event.getAuthor() != null
        && switch (event.getKind()) {
          case FOLLOW, UNFOLLOW -> true;
          case HIDE, UNHIDE -> event.getTarget() == EventTarget.AUTHOR;
          default -> false;
        };
  }

  private static @Nullable Violation details(FeedbackEvent event, Instant latest) {
    Violation violation =
        Bounds.first(
            Bounds.optionalId("requestId", event.getRequestId()),
            Bounds.optionalId("author", event.getAuthor()),
            Bounds.number("watchedMillis", event.getWatchedMillis(), Bounds.EVENT_DURATION),
            Bounds.number("lengthMillis", event.getLengthMillis(), Bounds.EVENT_DURATION),
            Bounds.name("surface", event.getSurface()),
            Bounds.name("device", event.getDevice()));
    if (violation != null) {
      return violation;
    }
    Integer position = event.getPosition();
    if (position != null && (position < 0 || position > Bounds.POSITION)) {
      return new Violation("position", "must be between 0 and " + Bounds.POSITION);
    }
    return interactions("history", event.getHistory(), latest);
  }

  /** Interactions that a record carries. */
  static @Nullable Violation interactions(
      String field, List<Interaction> interactions, Instant latest) {
    if (interactions.size() > Bounds.INTERACTIONS) {
      return new Violation(field, "must not have more than " + Bounds.INTERACTIONS + " entries");
    }
    for (Interaction interaction : interactions) {
      Violation violation =
          Bounds.first(
              Bounds.id(field, interaction.getVideo()),
              Bounds.past(field, interaction.getOccurredAt(), latest),
              Bounds.number(field, interaction.getWatchedMillis(), Bounds.EVENT_DURATION),
              Bounds.number(field, interaction.getLengthMillis(), Bounds.EVENT_DURATION));
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
