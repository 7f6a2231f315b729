package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A video as it is answered.
 *
 * @param lengthMillis length of the video
 * @param uploadedAt when it was uploaded
 * @param updatedAt time of this version of the record
 * @param media links to the media by role
 * @param availableFrom the video is shown from then on; null where it always was
 * @param availableUntil the video is no longer shown from then on; null where it always will be
 */
@Serdeable
record VideoResponse(
    String video,
    String title,
    String author,
    List<String> tags,
    @Nullable String music,
    @Nullable String musicType,
    @Nullable String uploadType,
    long lengthMillis,
    Instant uploadedAt,
    Instant updatedAt,
    Map<String, String> media,
    @Nullable Instant availableFrom,
    @Nullable Instant availableUntil) {

  static VideoResponse of(Video video) {
    return new VideoResponse(
        video.getVideo(),
        video.getTitle(),
        video.getAuthor(),
        video.getTags(),
        video.getMusic(),
        video.getMusicType(),
        video.getUploadType(),
        video.getLengthMillis(),
        video.getUploadedAt(),
        video.getUpdatedAt(),
        video.getMedia(),
        video.getAvailableFrom(),
        video.getAvailableUntil());
  }
}
