package dev.freshet.serving.trending;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The most watched videos of a surface.
 *
 * @param windowStart event time from which long views are counted; null where the surface has no
 *     window of its own
 * @param windowEnd event time up to which they are counted
 */
@Serdeable
record TrendingResponse(
    String surface,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    List<CountedVideo> videos) {

  static TrendingResponse of(
      String surface, Optional<Trending> window, List<TrendingVideo> watched, int count) {
    return new TrendingResponse(
        surface,
        window.map(Trending::getWindowStart).orElse(null),
        window.map(Trending::getWindowEnd).orElse(null),
        watched.stream().limit(count).map(CountedVideo::of).toList());
  }

  /**
   * A video and how often it was watched.
   *
   * @param longViews long views in the window
   */
  @Serdeable
  record CountedVideo(String video, long longViews) {

    static CountedVideo of(TrendingVideo video) {
      return new CountedVideo(video.getVideo(), video.getCount());
    }
  }
}
