package dev.freshet.schemas.event;

/**
 * Identifies a video.
 *
 * @param value as the catalogue's owner chose it; not blank
 */
public record VideoId(String value) {

  public VideoId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a video id must not be blank");
    }
  }
}
