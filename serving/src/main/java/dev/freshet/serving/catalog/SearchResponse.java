package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Videos found by words, latest upload first. */
@Serdeable
record SearchResponse(String query, List<VideoResponse> videos) {

  static SearchResponse of(String query, List<Video> found) {
    return new SearchResponse(query, found.stream().map(VideoResponse::of).toList());
  }
}
