package dev.freshet.serving.retrieval;

import dev.freshet.schemas.event.Video;

/**
 * A video that may be ranked.
 *
 * @param source the retrieval that found it first
 */
public record Candidate(Video video, Source source) {

  /** The video's id. */
  public String id() {
    return video.getVideo();
  }
}
