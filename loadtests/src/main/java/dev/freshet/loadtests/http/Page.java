package dev.freshet.loadtests.http;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of recommendations as it was answered.
 *
 * @param fallback why the page is not what was asked for; null when it is
 */
public record Page(
    String requestId, List<PageVideo> videos, @Nullable String fallback, Knowledge knows) {

  public Page {
    videos = List.copyOf(videos);
  }

  /**
   * A video of the page.
   *
   * @param source the retrieval that found it
   */
  public record PageVideo(String video, String source) {}

  /**
   * What the page was made with.
   *
   * @param eventsUpTo event time of the user's latest event that it knew; null without one
   * @param stateVersion version of the user's state; 0 without one
   * @param step step of the dense network; -1 without one
   * @param rowsStep highest step among the embedding rows; -1 without any
   */
  public record Knowledge(
      @Nullable Instant eventsUpTo, long stateVersion, long step, long rowsStep) {}
}
