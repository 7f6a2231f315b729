package dev.freshet.schemas.validation;

import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules of {@code videos}. */
public final class VideoRules implements RecordRules<Video> {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public static final VideoRules RULES = new VideoRules();

  private VideoRules() {}

  @Override
  public @Nullable Violation violation(String key, Video video, Instant latest) {
    Violation violation = Bounds.id("video", video.getVideo());
    if (violation == null && !video.getVideo().equals(key)) {
      return new Violation("key", "must be the video");
    }
    if (violation == null) {
      violation =
          Bounds.first(
              Bounds.id("author", video.getAuthor()),
              Bounds.text("title", video.getTitle(), Bounds.TITLE, /* controlsAllowed= */ true),
              Bounds.optionalId("music", video.getMusic()),
              Bounds.optionalId("musicType", video.getMusicType()),
              Bounds.optionalId("uploadType", video.getUploadType()),
              Bounds.number("lengthMillis", video.getLengthMillis(), Bounds.VIDEO_LENGTH),
              Bounds.time("uploadedAt", video.getUploadedAt()),
              Bounds.past("updatedAt", video.getUpdatedAt(), latest));
    }
    if (violation == null) {
      violation = availability(video.getAvailableFrom(), video.getAvailableUntil());
    }
    if (violation == null) {
      violation = tags(video.getTags());
    }
    if (violation == null) {
      violation = media(video.getMedia());
    }
    return violation == null ? modalities(video.getModalities()) : violation;
  }

  private static @Nullable Violation availability(@Nullable Instant from, @Nullable Instant until) {
    Violation violation =
        Bounds.first(
            from == null ? null : Bounds.time("availableFrom", from),
            until == null ? null : Bounds.time("availableUntil", until));
    if (violation == null && from != null && until != null && !until.isAfter(from)) {
      return new Violation("availableUntil", "must be after availableFrom");
    }
    return violation;
  }

  private static @Nullable Violation tags(List<String> tags) {
    if (tags.size() > Bounds.TAGS) {
      return new Violation("tags", "must not have more than " + Bounds.TAGS + " entries");
    }
    for (String tag : tags) {
      Violation violation = Bounds.text("tags", tag, Bounds.TAG, /* controlsAllowed= */ false);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static @Nullable Violation media(Map<String, String> media) {
    if (media.size() > Bounds.ENTRIES) {
      return new Violation("media", "must not have more than " + Bounds.ENTRIES + " entries");
    }
    for (Map.Entry<String, String> link : media.entrySet()) {
      Violation violation =
          Bounds.first(
              Bounds.id("media", link.getKey()),
              Bounds.text("media", link.getValue(), Bounds.LINK, /* controlsAllowed= */ false));
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static @Nullable Violation modalities(Map<String, List<Float>> modalities) {
    for (Map.Entry<String, List<Float>> vector : modalities.entrySet()) {
      if (Modality.of(vector.getKey()).isEmpty()) {
        return new Violation(
            "modalities",
            "may have %s only, not %s".formatted(Modality.ids(), shortened(vector.getKey())));
      }
      String field = "modalities." + vector.getKey();
      if (vector.getValue().size() > Bounds.COMPONENTS) {
        return new Violation(field, "must not have more than " + Bounds.COMPONENTS + " components");
      }
      for (Float component : vector.getValue()) {
        if (!Float.isFinite(component)) {
          return new Violation(field, "must hold finite numbers only");
        }
      }
    }
    return null;
  }

  /** For a message: a key may be of any length. */
  private static String shortened(String key) {
    return key.length() <= Bounds.NAME ? key : key.substring(0, Bounds.NAME) + "…";
  }
}
