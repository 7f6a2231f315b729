package dev.freshet.models;

import dev.freshet.schemas.event.Video;
import org.jspecify.annotations.Nullable;

/** What is known of videos. */
@FunctionalInterface
public interface Catalogue {

  /** The video with this id, or null where the catalogue does not have it. */
  @Nullable Video video(String id);
}
