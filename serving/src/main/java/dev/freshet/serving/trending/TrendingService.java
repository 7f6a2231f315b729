package dev.freshet.serving.trending;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.serving.catalog.Availability;
import dev.freshet.serving.catalog.CatalogueStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The most watched videos that may be shown right now. */
@Singleton
public final class TrendingService {

  private final TrendingStore trending;
  private final CatalogueStore catalogue;
  private final Clock clock;

  TrendingService(TrendingStore trending, CatalogueStore catalogue, Clock clock) {
    this.trending = trending;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * The surface's most watched videos that the catalogue has and that are available, most watched
   * first; of all surfaces together where the surface has none.
   */
  public List<TrendingVideo> shown(String surface) {
    Instant now = clock.instant();
    return trending.watched(surface).stream().filter(each -> isShown(each, now)).toList();
  }

  private boolean isShown(TrendingVideo counted, Instant now) {
    Video video = catalogue.video(counted.getVideo());
    return video != null && Availability.isAvailable(video, now);
  }
}
