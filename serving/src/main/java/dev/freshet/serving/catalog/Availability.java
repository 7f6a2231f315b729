package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import java.time.Instant;

/** When a video may be shown. */
public final class Availability {

  private Availability() {}

  /** Whether the video may be shown at {@code at}: from its first moment up to before its last. */
  public static boolean isAvailable(Video video, Instant at) {
    Instant from = video.getAvailableFrom();
    Instant until = video.getAvailableUntil();
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }
}
