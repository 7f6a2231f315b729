package dev.freshet.loadtests.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A video as the catalogue's owner posts it. The components are the fields of the JSON; a null one
 * is left out.
 *
 * @param uploadedAt ISO-8601; null for now
 * @param modalities feature vectors by modality; null for none
 */
public record ClientVideo(
    String video,
    String title,
    String author,
    List<String> tags,
    @Nullable String music,
    @Nullable String musicType,
    @Nullable String uploadType,
    long lengthMillis,
    @Nullable String uploadedAt,
    @Nullable Map<String, List<Float>> modalities) {

  public ClientVideo {
    tags = List.copyOf(tags);
    modalities = modalities == null ? null : Map.copyOf(modalities);
  }
}
