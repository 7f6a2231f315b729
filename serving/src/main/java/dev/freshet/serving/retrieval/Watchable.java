package dev.freshet.serving.retrieval;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.catalog.Availability;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one user may be shown on one page. */
public final class Watchable {

  private final Catalogue catalogue;
  private final Set<String> excluded;
  private final Set<String> hiddenAuthors;
  private final LongOpenHashSet seen;
  private final VideoFilter filter;
  private final Instant at;

  /**
   * @param state of the user; null for one never seen
   * @param exclude videos that the client does not want on this page
   * @param filter what the client wants on this page
   * @param at when the page is made
   */
  public Watchable(
      Catalogue catalogue,
      @Nullable UserState state,
      Set<String> exclude,
      VideoFilter filter,
      Instant at) {
    this.catalogue = catalogue;
    this.filter = filter;
    this.at = at;
    this.excluded = new HashSet<>(exclude);
    this.hiddenAuthors = state == null ? Set.of() : new HashSet<>(state.getHiddenAuthors());
    this.seen = new LongOpenHashSet();
    if (state != null) {
      excluded.addAll(state.getHiddenVideos());
      state.getSeen().forEach(hash -> seen.add(hash.longValue()));
    }
  }

  /** What the client wants on this page. */
  VideoFilter filter() {
    return filter;
  }

  /** The video, unless it may not be {@link #allowed} or is seen; then null. */
  public @Nullable Video unseen(String id) {
    return seen.contains(SeenVideos.hash(id)) ? null : allowed(id);
  }

  /**
   * The video, seen or not; null where it is gone, not available, excluded, filtered out, hidden or
   * by a hidden author.
   */
  public @Nullable Video allowed(String id) {
    if (excluded.contains(id)) {
      return null;
    }
    Video video = catalogue.video(id);
    return video == null
            || hiddenAuthors.contains(video.getAuthor())
            || !Availability.isAvailable(video, at)
            || !filter.allows(video)
        ? null
        : video;
  }
}
