package dev.freshet.serving.page;

import dev.freshet.schemas.event.Video;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Source;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page, ready to be answered and logged.
 *
 * @param requestId names the page in later events
 * @param places the videos, first place first
 * @param knows what the page takes into account
 * @param timings microseconds by stage
 */
public record Page(
    String requestId,
    PageRequest request,
    Instant at,
    List<Place> places,
    Knows knows,
    Map<String, Long> timings) {

  public Page {
    places = List.copyOf(places);
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings)); // in order
  }

  /**
   * A video on the page.
   *
   * @param score what it was ranked by; 0 where nothing ranked it
   * @param source the retrieval that found it
   * @param propensity probability with which it was chosen for its place
   * @param reasons why it is there; empty unless asked for
   */
  public record Place(
      Video video, float score, Source source, float propensity, List<Reason> reasons) {

    public Place {
      reasons = List.copyOf(reasons);
    }

    /** A place for {@code candidate}, without reasons. */
    public static Place of(Candidate candidate, float score, float propensity) {
      return new Place(candidate.video(), score, candidate.source(), propensity, List.of());
    }

    /** The same with reasons. */
    public Place because(List<Reason> why) {
      return new Place(video, score, source, propensity, why);
    }
  }

  /**
   * What a page takes into account.
   *
   * @param eventsUpTo latest event time of the user's state; null for a user never seen
   * @param stateVersion number of the user's events applied; 0 for a user never seen
   * @param generation of the model; null without one
   * @param step of the dense network; -1 without one
   * @param rowsStep highest step of any row of the generation; -1 without one
   * @param learnedUpTo event time up to which the network has learned; null without one
   */
  public record Knows(
      @Nullable Instant eventsUpTo,
      long stateVersion,
      @Nullable String generation,
      long step,
      long rowsStep,
      @Nullable Instant learnedUpTo) {}
}
