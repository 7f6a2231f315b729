package dev.freshet.serving.trending;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The newest window of each surface, in memory and on disk. */
@Singleton
public final class TrendingStore implements TopicCopy {

  private static final AvroSerde<Trending> SERDE = AvroSerde.of(Trending.class);

  private final LocalStore store;
  private final Map<String, Trending> bySurface = new ConcurrentHashMap<>();

  /** A store with what {@code store} has already. */
  public TrendingStore(LocalStore store) {
    this.store = store;
    store.forEach(Family.TRENDING, (surface, value) -> bySurface.put(surface, SERDE.decode(value)));
  }

  /** The newest window of the surface, or nothing where it has none. */
  Optional<Trending> window(String surface) {
    return Optional.ofNullable(bySurface.get(surface));
  }

  /**
   * Ids of the surface's most watched videos, most watched first; of all surfaces together where
   * the surface has none.
   */
  public List<String> ranked(String surface) {
    return watched(surface).stream().map(TrendingVideo::getVideo).toList();
  }

  /** The surface's most watched videos with their counts, as {@link #ranked}. */
  public List<TrendingVideo> watched(String surface) {
    Trending own = bySurface.get(surface);
    return own == null || own.getVideos().isEmpty() ? together() : own.getVideos();
  }

  private List<TrendingVideo> together() {
    Map<String, Long> counts = new HashMap<>();
    for (Trending trending : bySurface.values()) {
      trending.getVideos().forEach(v -> counts.merge(v.getVideo(), v.getCount(), Long::sum));
    }
    return counts.entrySet().stream()
        .map(entry -> new TrendingVideo(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(TrendingVideo::getCount)
                .reversed()
                .thenComparing(TrendingVideo::getVideo))
        .toList();
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.TRENDING;
  }

  /** A removed window is an old one: the newest stays until a newer one comes. */
  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      return;
    }
    Trending trending = SERDE.decode(value);
    Trending newest = bySurface.get(trending.getSurface());
    if (newest != null && trending.getWindowEnd().isBefore(newest.getWindowEnd())) {
      return;
    }
    changes.put(Family.TRENDING, trending.getSurface(), value);
    bySurface.put(trending.getSurface(), trending);
  }

  @Override
  public void clear() {
    bySurface.clear();
    store.clear(Family.TRENDING);
  }
}
