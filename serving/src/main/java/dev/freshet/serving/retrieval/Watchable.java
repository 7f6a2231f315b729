package dev.freshet.serving.retrieval;

import dev.freshet.models.Catalogue;
import dev.freshet.models.history.UserSets;
import dev.freshet.schemas.event.Video;
import dev.freshet.serving.catalog.Availability;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one user may be shown on one page. */
public final class Watchable {

  private final Catalogue catalogue;
  private final UserSets sets;
  private final Set<String> excluded;
  private final VideoFilter filter;
  private final Instant at;

  /**
   * @param sets what the user has seen and decided
   * @param exclude videos that the client does not want on this page
   * @param filter what the client wants on this page
   * @param at when the page is made
   */
  public Watchable(
      Catalogue catalogue, UserSets sets, Set<String> exclude, VideoFilter filter, Instant at) {
    this.catalogue = catalogue;
    this.sets = sets;
    this.excluded = exclude;
    this.filter = filter;
    this.at = at;
  }

  /** What the client wants on this page. */
  VideoFilter filter() {
    return filter;
  }

  /** The video, unless it may not be {@link #allowed} or is seen; then null. */
  public @Nullable Video unseen(String id) {
    return sets.hasSeen(id) ? null : allowed(id);
  }

  /**
   * The video, seen or not; null where it is gone, not available, excluded, filtered out, hidden or
   * by a hidden author.
   */
  public @Nullable Video allowed(String id) {
    if (excluded.contains(id) || sets.hidesVideo(id)) {
      return null;
    }
    Video video = catalogue.video(id);
    return video == null
            || sets.hidesAuthor(video.getAuthor())
            || !Availability.isAvailable(video, at)
            || !filter.allows(video)
        ? null
        : video;
  }
}
