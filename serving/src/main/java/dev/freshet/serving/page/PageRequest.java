package dev.freshet.serving.page;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.retrieval.VideoFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client asks for.
 *
 * @param count videos wanted; 1 to {@link #MAX_COUNT}
 * @param candidates videos that retrieval gives at most, and that are ranked for the page; 1 to
 *     {@link #MAX_CANDIDATES}
 * @param surface where in the app the page will be shown
 * @param device kind of device
 * @param explain whether to say why each video is there
 * @param exclude videos not wanted on this page
 * @param events the user's last events, which count for this page although they may not have come
 *     through Kafka yet
 * @param filter which videos are wanted, by what the catalogue says of them
 */
public record PageRequest(
    UserId user,
    int count,
    int candidates,
    String surface,
    String device,
    boolean explain,
    Set<String> exclude,
    List<FeedbackEvent> events,
    Strategy strategy,
    VideoFilter filter) {

  /** Videos of a page where the client does not say. */
  public static final int DEFAULT_COUNT = 20;

  /** Surface where the client does not say. */
  public static final String DEFAULT_SURFACE = "main";

  /** Kind of device where the client does not say. */
  public static final String DEFAULT_DEVICE = "unknown";

  /** Most candidates of a page; the sources may give fewer. */
  public static final int MAX_CANDIDATES = 1_000;

  /** Most videos of a page. */
  public static final int MAX_COUNT = 100;

  /** Most videos and events that a request may list. */
  public static final int MAX_LISTED = 1_000;

  public PageRequest {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count must be 1 to " + MAX_COUNT + ": " + count);
    }
    if (candidates < 1 || candidates > MAX_CANDIDATES) {
      throw new IllegalArgumentException(
          "candidates must be 1 to " + MAX_CANDIDATES + ": " + candidates);
    }
    exclude = Set.copyOf(exclude);
    events = List.copyOf(events);
  }

  /** The ids of a comma-separated list; none of an empty one. */
  public static Set<String> listed(String ids) {
    return Arrays.stream(ids.split(",", -1))
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toSet());
  }
}
