package dev.freshet.serving.retrieval;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserState;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one user may be shown on one page. */
public final class Watchable {

  private final Catalogue catalogue;
  private final Set<String> excluded;
  private final Set<String> hiddenAuthors;
  private final LongOpenHashSet seen;

  /**
   * @param state of the user; null for one never seen
   * @param exclude videos that the client does not want on this page
   */
  public Watchable(Catalogue catalogue, @Nullable UserState state, Set<String> exclude) {
    this.catalogue = catalogue;
    this.excluded = new HashSet<>(exclude);
    this.hiddenAuthors = state == null ? Set.of() : new HashSet<>(state.getHiddenAuthors());
    this.seen = new LongOpenHashSet();
    if (state != null) {
      excluded.addAll(state.getHiddenVideos());
      state.getSeen().forEach(hash -> seen.add(hash.longValue()));
    }
  }

  /** The video, unless it is gone, excluded, hidden, by a hidden author, or seen; then null. */
  public @Nullable Video unseen(String id) {
    return seen.contains(SeenVideos.hash(id)) ? null : allowed(id);
  }

  /** The video, seen or not, unless it is gone, excluded, hidden or by a hidden author. */
  public @Nullable Video allowed(String id) {
    if (excluded.contains(id)) {
      return null;
    }
    Video video = catalogue.video(id);
    return video == null || hiddenAuthors.contains(video.getAuthor()) ? null : video;
  }
}
