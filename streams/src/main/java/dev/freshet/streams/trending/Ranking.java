package dev.freshet.streams.trending;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a ranking takes in a new count. */
final class Ranking {

  /** Most watched first; of equals, the lesser id. */
  private static final Comparator<TrendingVideo> ORDER =
      Comparator.comparingLong(TrendingVideo::getCount)
          .reversed()
          .thenComparing(TrendingVideo::getVideo);

  private Ranking() {}

  /**
   * The first {@code top} of {@code ranking} once {@code video} stands at its new count. Exact
   * although the rest is forgotten: counts only grow, and a video that was dropped comes with its
   * whole count when it grows.
   */
  static Trending with(Trending ranking, TrendingVideo video, int top) {
    List<TrendingVideo> videos = new ArrayList<>(ranking.getVideos());
    videos.removeIf(other -> other.getVideo().equals(video.getVideo()));
    videos.add(video);
    videos.sort(ORDER);
    return Trending.newBuilder(ranking)
        .setVideos(List.copyOf(videos.subList(0, Math.min(top, videos.size()))))
        .build();
  }
}
