package dev.freshet.testkit;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Events and videos that say only what a test is about; the rest is filled in. Event ids are made
 * from the content, so the same call gives the same event.
 */
public final class TestEvents {

  /** When tests take place: 2026-01-01T00:00:00Z. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Length of every video, unless a test says another. */
  public static final Duration LENGTH = Duration.ofSeconds(20);

  static {
    TrustedRecords.trust(); // building a record reads its schema
  }

  private TestEvents() {}

  /** {@code video} shown to {@code user} on surface {@code main}. */
  public static FeedbackEvent impression(String user, String video, Instant at) {
    return of(EventKind.IMPRESSION, user, video, at).setPosition(0).build();
  }

  /** {@code video} played by {@code user} for {@code watched}; playback stopped at {@code at}. */
  public static FeedbackEvent watch(String user, String video, Instant at, Duration watched) {
    return watch(user, video, at, watched, LENGTH);
  }

  /** A playback of a video of this length. */
  public static FeedbackEvent watch(
      String user, String video, Instant at, Duration watched, Duration length) {
    return of(EventKind.WATCH, user, video, at)
        .setWatchedMillis(watched.toMillis())
        .setLengthMillis(length.toMillis())
        .build();
  }

  /** {@code video} played to its end. */
  public static FeedbackEvent longView(String user, String video, Instant at) {
    return watch(user, video, at, LENGTH);
  }

  /** {@code video} left after a second. */
  public static FeedbackEvent skip(String user, String video, Instant at) {
    return watch(user, video, at, Duration.ofSeconds(1));
  }

  /** {@code video} liked by {@code user}. */
  public static FeedbackEvent like(String user, String video, Instant at) {
    return of(EventKind.LIKE, user, video, at).build();
  }

  /** {@code video} hidden by {@code user}. */
  public static FeedbackEvent hide(String user, String video, Instant at) {
    return of(EventKind.HIDE, user, video, at).build();
  }

  /** What {@code user} did before, oldest first. */
  public static FeedbackEvent history(String user, Instant at, List<Interaction> earlier) {
    return of(EventKind.HISTORY, user, "", at).setHistory(earlier).build();
  }

  /** Has everything forgotten that the user did up to then. */
  public static FeedbackEvent erase(String user, Instant at) {
    return of(EventKind.ERASE, user, "", at).build();
  }

  /** A builder with everything that an event needs, for the cases above do not cover. */
  public static FeedbackEvent.Builder of(EventKind kind, String user, String video, Instant at) {
    return FeedbackEvent.newBuilder()
        .setEventId("%s-%s-%s-%d".formatted(kind, user, video, at.toEpochMilli()))
        .setUser(user)
        .setVideo(video)
        .setKind(kind)
        .setOccurredAt(at);
  }

  /** A video of the catalogue, uploaded and updated a day before {@link #START}. */
  public static Video video(String video, String author, String... tags) {
    Instant uploaded = START.minus(Duration.ofDays(1));
    return Video.newBuilder()
        .setVideo(video)
        .setTitle("Title of " + video)
        .setAuthor(author)
        .setTags(List.of(tags))
        .setLengthMillis(LENGTH.toMillis())
        .setUploadedAt(uploaded)
        .setUpdatedAt(uploaded)
        .build();
  }
}
