package dev.freshet.serving.similar;

import dev.freshet.schemas.event.VideoId;
import dev.freshet.serving.similar.SimilarResponse.SimilarVideo;
import java.util.List;
import java.util.Optional;

/** What looking for videos like a video can come to. */
sealed interface Similar {

  /**
   * Others, the most alike first.
   *
   * @param fallback why they were not found by the model's vectors; empty when they were
   */
  record Found(List<SimilarVideo> videos, Optional<String> fallback) implements Similar {
    public Found {
      videos = List.copyOf(videos);
    }
  }

  /** The catalogue does not have the video. */
  record UnknownVideo(VideoId video) implements Similar {}
}
