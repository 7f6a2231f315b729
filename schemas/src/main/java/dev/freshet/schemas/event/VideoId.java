package dev.freshet.schemas.event;

/**
 * Identifies a video.
 *
 * @param value as the catalogue's owner chose it; not blank, without control characters, which are
 *     kept for records of the system itself
 */
public record VideoId(String value) {

  public VideoId {
    Ids.check(value, "video");
  }
}
