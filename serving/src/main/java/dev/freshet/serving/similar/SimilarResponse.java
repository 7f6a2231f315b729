package dev.freshet.serving.similar;

import dev.freshet.schemas.event.Video;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Videos like a video.
 *
 * @param fallback why they were not found by the model's vectors; null when they were
 */
@Serdeable
record SimilarResponse(String video, List<SimilarVideo> videos, @Nullable String fallback) {

  /**
   * One of them.
   *
   * @param media links to the media by role, such as {@code cover}
   * @param similarity dot product of the two vectors, the video's own brought to length 1; with a
   *     fallback the share of tags in common, plus 1 for the same author
   */
  @Serdeable
  record SimilarVideo(
      String video,
      String title,
      String author,
      List<String> tags,
      Map<String, String> media,
      float similarity) {

    static SimilarVideo of(Video video, float similarity) {
      return new SimilarVideo(
          video.getVideo(),
          video.getTitle(),
          video.getAuthor(),
          video.getTags(),
          video.getMedia(),
          similarity);
    }
  }
}
