package dev.freshet.models;

import dev.freshet.schemas.event.Video;
import org.jspecify.annotations.Nullable;

/** What is known of videos. */
@FunctionalInterface
public interface Catalogue {

  /** The video with this id, or null where the catalogue does not have it. */
  @Nullable Video video(String id);

  /** Generation of the fused vectors that {@link #fused} gives; null while there are none. */
  default @Nullable String fusion() {
    return null;
  }

  /** The fused vector of the video, not to be changed; null where it has none. */
  default float @Nullable [] fused(String id) {
    return null;
  }
}
