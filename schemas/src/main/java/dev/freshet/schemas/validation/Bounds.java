package dev.freshet.schemas.validation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bounds of what clients and producers choose, and the checks of single fields. */
public final class Bounds {

  /** Longest id of a user, video, author, event or request, in UTF-16 units. */
  public static final int ID = 256;

  /** Longest name of a surface or a device, in UTF-16 units. */
  public static final int NAME = 64;

  /** Longest title of a video, in UTF-16 units. */
  public static final int TITLE = 1_000;

  /** Most tags of a video. */
  public static final int TAGS = 100;

  /** Longest tag, in UTF-16 units. */
  public static final int TAG = 256;

  /** Most links and most feature vectors of a video. */
  public static final int ENTRIES = 20;

  /** Longest link to media, in UTF-16 units. */
  public static final int LINK = 2_048;

  /** Most components of a feature vector. */
  public static final int COMPONENTS = 4_096;

  /** Most interactions of a HISTORY, and of either list of a training example. */
  public static final int INTERACTIONS = 10_000;

  /** Greatest place on a page. */
  public static final int POSITION = 100_000;

  /** Longest playback and longest video that an event may tell of, in milliseconds. */
  public static final long EVENT_DURATION = Duration.ofDays(7).toMillis();

  /** Longest video of the catalogue, in milliseconds. */
  public static final long VIDEO_LENGTH = 24 * 60 * 60 * 1_000L;

  /** Before this nothing happened: no later than any log that is read, and far from overflow. */
  public static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  /** No time in a record lies after this, one that is planned ahead included. */
  public static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  /** How far a sender's clock may run ahead of a reader's. */
  public static final Duration CLOCK_AHEAD = Duration.ofHours(1);

  private Bounds() {}

  /** An id: not blank, of bounded length, well-formed, without control characters. */
  public static @Nullable Violation id(String field, String value) {
    if (value.isBlank()) {
      return new Violation(field, "must not be blank");
    }
    return text(field, value, ID, /* controlsAllowed= */ false);
  }

  /** An id that may be missing. */
  static @Nullable Violation optionalId(String field, @Nullable String value) {
    return value == null ? null : id(field, value);
  }

  /** A name of a surface or a device. */
  static @Nullable Violation name(String field, String value) {
    if (value.isBlank()) {
      return new Violation(field, "must not be blank");
    }
    return text(field, value, NAME, /* controlsAllowed= */ false);
  }

  /** A text of bounded length that is well-formed. */
  static @Nullable Violation text(
      String field, String value, int longest, boolean controlsAllowed) {
    if (value.length() > longest) {
      return new Violation(field, "must not be longer than " + longest + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!controlsAllowed && Character.isISOControl(c)) {
        return new Violation(field, "must not contain control characters");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return new Violation(field, "contains half of a surrogate pair");
      }
    }
    return null;
  }

  /** A time that can have been. */
  static @Nullable Violation past(String field, Instant value, Instant latest) {
    if (value.isBefore(EARLIEST)) {
      return new Violation(field, "must not be before 1990");
    }
    return value.isAfter(latest) ? new Violation(field, "must not be in the future") : null;
  }

  /** A time that can be represented and added to. */
  static @Nullable Violation time(String field, Instant value) {
    return value.isBefore(EARLIEST) || value.isAfter(LAST)
        ? new Violation(field, "must be between 1990 and 2200")
        : null;
  }

  /** A number that may be missing. */
  static @Nullable Violation number(String field, @Nullable Long value, long most) {
    return value == null || (value >= 0 && value <= most)
        ? null
        : new Violation(field, "must be between 0 and " + most);
  }

  /** The first of these that is one. */
  static @Nullable Violation first(@Nullable Violation... violations) {
    for (Violation violation : violations) {
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
