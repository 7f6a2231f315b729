package dev.freshet.flink.catalogue;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Video;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer is told of videos: their records and their fused vectors.
 *
 * @param records as they were at the time
 * @param halves as they have arrived
 */
public record KnownVideos(EventTimeCatalogue records, FusedVectors halves) implements Catalogue {

  @Override
  public @Nullable Video video(String id) {
    return records.video(id);
  }

  @Override
  public @Nullable String fusion() {
    return halves.generation();
  }

  @Override
  public float @Nullable [] fused(String id) {
    return halves.of(id);
  }
}
