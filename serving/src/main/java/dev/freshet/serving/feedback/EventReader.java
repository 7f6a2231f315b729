package dev.freshet.serving.feedback;

import static java.util.Objects.requireNonNullElse;

import dev.freshet.models.Catalogue;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.EventRules;
import dev.freshet.schemas.validation.Violation;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.intake.ItemReader;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event as a client sends it. Unknown fields, wrong types, and values outside their
 * bounds are refused; the author, and the length where the client leaves it out, are filled in
 * where the catalogue knows the video.
 */
public final class EventReader implements ItemReader<FeedbackEvent> {

  private static final String USER = "user";
  private static final String AUTHOR = "author";
  private static final String TARGET = "target";
  private static final Set<String> FIELDS =
      Set.of(
          "eventId",
          "requestId",
          USER,
          "video",
          AUTHOR,
          "kind",
          TARGET,
          "occurredAt",
          "watchedMillis",
          "lengthMillis",
          "position",
          "surface",
          "device");

  /** Kinds a client may send; a HISTORY comes from an import only, an ERASE from an operator. */
  private static final Set<EventKind> KINDS =
      EnumSet.complementOf(EnumSet.of(EventKind.UNKNOWN, EventKind.HISTORY, EventKind.ERASE));

  private final Catalogue catalogue;
  private final Erasures erased;
  private final Clock clock;
  private final @Nullable String user;

  private EventReader(Catalogue catalogue, Erasures erased, Clock clock, @Nullable String user) {
    TrustedRecords.trust();
    this.erased = erased;
    this.catalogue = catalogue;
    this.clock = clock;
    this.user = user;
  }

  /** Reads events that name their user. */
  public static EventReader ofAnyUser(Catalogue catalogue, Erasures erased, Clock clock) {
    return new EventReader(catalogue, erased, clock, null);
  }

  /** Reads events of {@code user}, who is not named in them. */
  public static EventReader of(String user, Catalogue catalogue, Erasures erased, Clock clock) {
    return new EventReader(catalogue, erased, clock, user);
  }

  @Override
  public Set<String> known() {
    if (user == null) {
      return FIELDS;
    }
    Set<String> withoutUser = new HashSet<>(FIELDS);
    withoutUser.remove(USER);
    return withoutUser;
  }

  @Override
  public FeedbackEvent read(Fields fields) throws InvalidField {
    EventKind kind = kind(fields);
    EventTarget target = target(fields, kind);
    String author = fields.optionalId(AUTHOR);
    String video =
        author != null && isOfAuthor(kind, target)
            ? requireNonNullElse(fields.optionalId("video"), "")
            : fields.id("video");
    Instant occurredAt = fields.instant("occurredAt", clock.instant());
    if (occurredAt == null) {
      throw new InvalidField("occurredAt", "is required");
    }
    String whose = user == null ? fields.id(USER) : user;
    if (erased.covers(whose, occurredAt)) {
      throw new InvalidField("occurredAt", "must be after the user was erased");
    }
    Long watched = fields.number("watchedMillis", 0, Bounds.EVENT_DURATION);
    if ((watched != null) != (kind == EventKind.WATCH)) {
      throw new InvalidField("watchedMillis", "is required of a WATCH, and of no other kind");
    }
    Long position = fields.number("position", 0, Bounds.POSITION);
    if (position != null && kind != EventKind.IMPRESSION) {
      throw new InvalidField("position", "belongs to an IMPRESSION only");
    }
    FeedbackEvent.Builder event =
        FeedbackEvent.newBuilder()
            .setEventId(fields.id("eventId"))
            .setUser(whose)
            .setVideo(video)
            .setKind(kind)
            .setTarget(target)
            .setOccurredAt(occurredAt);
    String requestId = fields.optionalId("requestId");
    if (requestId != null) {
      event.setRequestId(requestId);
    }
    if (watched != null) {
      event.setWatchedMillis(watched);
    }
    Long length = fields.number("lengthMillis", 1, Bounds.EVENT_DURATION);
    if (length != null) {
      event.setLengthMillis(length);
    }
    if (position != null) {
      event.setPosition(position.intValue());
    }
    if (author != null) {
      event.setAuthor(author);
    }
    FeedbackEvent read = filled(describe(event, fields).build(), catalogue.video(video));
    Violation violation =
        EventRules.RULES.violation(whose, read, clock.instant().plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new InvalidField(violation.field(), violation.rule());
    }
    return read;
  }

  private static FeedbackEvent filled(FeedbackEvent event, @Nullable Video video) {
    return video == null
        ? event
        : MissingFacts.filled(event, video.getAuthor(), video.getLengthMillis());
  }

  private static FeedbackEvent.Builder describe(FeedbackEvent.Builder event, Fields fields)
      throws InvalidField {
    String surface = name("surface", fields);
    if (surface != null) {
      event.setSurface(surface);
    }
    String device = name("device", fields);
    if (device != null) {
      event.setDevice(device);
    }
    return event;
  }

  private static boolean isOfAuthor(EventKind kind, EventTarget target) {
    return switch (kind) {
      case FOLLOW, UNFOLLOW -> true;
      case HIDE, UNHIDE -> target == EventTarget.AUTHOR;
      default -> false;
    };
  }

  private static EventTarget target(Fields fields, EventKind kind) throws InvalidField {
    String name = fields.text(TARGET, Bounds.NAME);
    if (name == null) {
      return EventTarget.VIDEO;
    }
    if (kind != EventKind.HIDE && kind != EventKind.UNHIDE) {
      throw new InvalidField(TARGET, "belongs to a HIDE or an UNHIDE only");
    }
    return switch (name) {
      case "VIDEO" -> EventTarget.VIDEO;
      case "AUTHOR" -> EventTarget.AUTHOR;
      default -> throw new InvalidField(TARGET, "must be VIDEO or AUTHOR");
    };
  }

  private static @Nullable String name(String field, Fields fields) throws InvalidField {
    String name = fields.optionalId(field);
    if (name != null && name.length() > Bounds.NAME) {
      throw new InvalidField(field, "must not be longer than " + Bounds.NAME + " characters");
    }
    return name;
  }

  private static EventKind kind(Fields fields) throws InvalidField {
    String name = fields.requiredText("kind", Bounds.NAME);
    return Arrays.stream(EventKind.values())
        .filter(KINDS::contains)
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidField(
                    "kind",
                    "must be one of "
                        + KINDS.stream().map(Enum::name).collect(Collectors.joining(", "))));
  }
}
