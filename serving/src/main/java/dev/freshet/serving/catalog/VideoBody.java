package dev.freshet.serving.catalog;

import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A video as it is sent. Only describes the API: {@link VideoReader} reads it.
 *
 * @param video its id
 * @param author id of who made it
 * @param lengthMillis its length, up to a day
 * @param title up to 1,000 characters
 * @param tags what it is about, up to 100
 * @param music id of its music
 * @param musicType kind of its music
 * @param uploadType kind of upload
 * @param uploadedAt the time of the request where missing, or what the version before had
 * @param media links by role, such as video or cover
 * @param modalities feature vectors of visual, acoustic and textual, up to 4,096 finite numbers
 *     each
 * @param availableFrom the video is shown from then on; always where missing
 * @param availableUntil the video is no longer shown from then on; for ever where missing
 */
@Introspected
@Schema(name = "NewVideo")
record VideoBody(
    String video,
    String author,
    long lengthMillis,
    @Nullable String title,
    @Nullable List<String> tags,
    @Nullable String music,
    @Nullable String musicType,
    @Nullable String uploadType,
    @Nullable Instant uploadedAt,
    @Nullable Map<String, String> media,
    @Nullable Map<String, List<Float>> modalities,
    @Nullable Instant availableFrom,
    @Nullable Instant availableUntil) {

  /** Several of them. */
  @Schema(name = "NewVideos")
  interface Many extends List<VideoBody> {}
}
