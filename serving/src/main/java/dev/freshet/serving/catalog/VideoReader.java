package dev.freshet.serving.catalog;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.VideoRules;
import dev.freshet.schemas.validation.Violation;
import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.intake.ItemReader;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one video as the catalogue's owner sends it. Stamps it with the time of this version, later
 * than that of any version the catalogue has, and an upload time where it has none.
 */
final class VideoReader implements ItemReader<Video> {

  private static final Set<String> FIELDS =
      Set.of(
          "video",
          "title",
          "author",
          "tags",
          "music",
          "musicType",
          "uploadType",
          "lengthMillis",
          "uploadedAt",
          "media",
          "modalities",
          "availableFrom",
          "availableUntil");
  private final Catalogue catalogue;
  private final Clock clock;

  VideoReader(Catalogue catalogue, Clock clock) {
    TrustedRecords.trust();
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @Override
  public Set<String> known() {
    return FIELDS;
  }

  @Override
  public Video read(Fields fields) throws InvalidField {
    Instant now = Instant.ofEpochMilli(clock.millis());
    String id = fields.id("video");
    Long length = fields.number("lengthMillis", 1, Bounds.VIDEO_LENGTH);
    if (length == null) {
      throw new InvalidField("lengthMillis", "is required");
    }
    Video before = catalogue.video(id);
    Instant uploadedAt = fields.instant("uploadedAt", now);
    Video.Builder video =
        Video.newBuilder()
            .setVideo(id)
            .setAuthor(fields.id("author"))
            .setTags(fields.texts("tags", Bounds.TAGS, Bounds.TAG))
            .setLengthMillis(length)
            .setUploadedAt(uploadedAt == null ? uploadedBefore(before, now) : uploadedAt)
            .setUpdatedAt(before == null ? now : after(before.getUpdatedAt(), now))
            .setMedia(media(fields))
            .setModalities(modalities(fields));
    Instant from = fields.plannedInstant("availableFrom");
    if (from != null) {
      video.setAvailableFrom(from);
    }
    Instant until = fields.plannedInstant("availableUntil");
    if (until != null) {
      video.setAvailableUntil(until);
    }
    Video read = describe(video, fields).build();
    Violation violation = VideoRules.RULES.violation(id, read, now.plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new InvalidField(violation.field(), violation.rule());
    }
    return read;
  }

  private static Map<String, String> media(Fields fields) throws InvalidField {
    Map<String, String> links = fields.textMap("media", Bounds.ENTRIES, Bounds.LINK);
    MediaLinks.check("media", links);
    return links;
  }

  private static Map<String, List<Float>> modalities(Fields fields) throws InvalidField {
    Map<String, List<Float>> vectors =
        fields.vectorMap("modalities", Bounds.ENTRIES, Bounds.COMPONENTS);
    for (String modality : vectors.keySet()) {
      if (Modality.of(modality).isEmpty()) {
        throw new InvalidField("modalities", "may have %s only".formatted(Modality.ids()));
      }
    }
    return vectors;
  }

  private static Instant uploadedBefore(@Nullable Video before, Instant now) {
    return before == null ? now : before.getUploadedAt();
  }

  private static Instant after(Instant before, Instant now) {
    return now.isAfter(before) ? now : before.plusMillis(1);
  }

  private static Video.Builder describe(Video.Builder video, Fields fields) throws InvalidField {
    String title = fields.text("title", Bounds.TITLE);
    if (title != null) {
      video.setTitle(title);
    }
    String music = fields.optionalId("music");
    if (music != null) {
      video.setMusic(music);
    }
    String musicType = fields.optionalId("musicType");
    if (musicType != null) {
      video.setMusicType(musicType);
    }
    String uploadType = fields.optionalId("uploadType");
    if (uploadType != null) {
      video.setUploadType(uploadType);
    }
    return video;
  }
}
