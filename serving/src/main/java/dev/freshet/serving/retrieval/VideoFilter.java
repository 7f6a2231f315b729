package dev.freshet.serving.retrieval;

import dev.freshet.schemas.event.Video;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;

/**
 * Which videos a client wants on a page, by what the catalogue says of them. A video has to pass
 * every condition.
 *
 * @param tags a video has one of these; empty for any
 * @param excludeTags a video has none of these
 * @param authors a video is by one of these; empty for any
 * @param excludeAuthors a video is by none of these
 * @param minLengthMillis least length
 * @param maxLengthMillis greatest length
 * @param uploadedAfter a video is uploaded later than this; {@link Instant#MIN} for any
 * @param uploadedBefore a video is uploaded earlier than this; {@link Instant#MAX} for any
 */
public record VideoFilter(
    Set<String> tags,
    Set<String> excludeTags,
    Set<String> authors,
    Set<String> excludeAuthors,
    long minLengthMillis,
    long maxLengthMillis,
    Instant uploadedAfter,
    Instant uploadedBefore) {

  /** Most entries of each list. */
  public static final int MAX_LISTED = 100;

  /** Lets every video through. */
  public static final VideoFilter ALL =
      new VideoFilter(
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          Instant.MIN,
          Instant.MAX);

  public VideoFilter {
    tags = Set.copyOf(tags);
    excludeTags = Set.copyOf(excludeTags);
    authors = Set.copyOf(authors);
    excludeAuthors = Set.copyOf(excludeAuthors);
  }

  /** Whether the video passes every condition. */
  public boolean allows(Video video) {
    return video.getLengthMillis() >= minLengthMillis
        && video.getLengthMillis() <= maxLengthMillis
        && (authors.isEmpty() || authors.contains(video.getAuthor()))
        && !excludeAuthors.contains(video.getAuthor())
        && (tags.isEmpty() || !Collections.disjoint(video.getTags(), tags))
        && (excludeTags.isEmpty() || Collections.disjoint(video.getTags(), excludeTags))
        && video.getUploadedAt().isAfter(uploadedAfter)
        && video.getUploadedAt().isBefore(uploadedBefore);
  }
}
