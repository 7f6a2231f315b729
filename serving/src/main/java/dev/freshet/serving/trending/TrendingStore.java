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
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest window of each surface, in memory and on disk, and the sums over all surfaces. The
 * topology decides which surfaces there are; a page of any other gets the sums.
 */
@Singleton
public final class TrendingStore implements TopicCopy {

  private static final AvroSerde<Trending> SERDE = AvroSerde.of(Trending.class);

  private static final Comparator<TrendingVideo> MOST_WATCHED =
      Comparator.comparingLong(TrendingVideo::getCount)
          .reversed()
          .thenComparing(TrendingVideo::getVideo);

  private final LocalStore store;
  private final Map<String, Trending> bySurface = new ConcurrentHashMap<>();

  /** Long views of each video in all of these windows; guarded by this. */
  private final Map<String, Long> sums = new HashMap<>();

  /** The sums in order; null when they have changed since. */
  private volatile @Nullable List<TrendingVideo> together;

  private volatile Instant newestEnd = Instant.MIN;

  /** A store with what {@code store} has already. */
  public TrendingStore(LocalStore store) {
    this.store = store;
    store.forEach(Family.TRENDING, (surface, value) -> replace(surface, SERDE.decode(value)));
  }

  /** The newest window of the surface, or nothing where it has none. */
  Optional<Trending> window(String surface) {
    return Optional.ofNullable(bySurface.get(surface));
  }

  /** End of the newest window of any surface; {@link Instant#MIN} without one. */
  Instant newestEnd() {
    return newestEnd;
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
    List<TrendingVideo> known = together;
    return known == null ? sorted() : known;
  }

  private synchronized List<TrendingVideo> sorted() {
    List<TrendingVideo> sorted =
        sums.entrySet().stream()
            .map(entry -> new TrendingVideo(entry.getKey(), entry.getValue()))
            .sorted(MOST_WATCHED)
            .toList();
    together = sorted;
    return sorted;
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.TRENDING;
  }

  /**
   * Takes a window that is not older than the one of its surface. A newer window makes those of
   * surfaces leave that have been silent for {@link Topics#TRENDING_KEPT}: also where no removal
   * comes, because the topology has lost its stores.
   */
  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      remove(key, changes);
      return;
    }
    Trending trending = SERDE.decode(value);
    Instant end = trending.getWindowEnd();
    Trending newest = bySurface.get(trending.getSurface());
    if (end.isBefore(oldestKept()) || (newest != null && end.isBefore(newest.getWindowEnd()))) {
      return;
    }
    changes.put(Family.TRENDING, trending.getSurface(), value);
    Instant newestBefore = newestEnd;
    replace(trending.getSurface(), trending);
    if (end.isAfter(newestBefore)) {
      removeOld(changes);
    }
  }

  private Instant oldestKept() {
    return newestEnd.equals(Instant.MIN) ? newestEnd : newestEnd.minus(Topics.TRENDING_KEPT);
  }

  /** Of the surface's windows only the newest is kept here; others are gone already. */
  private void remove(String key, Changes changes) {
    int slash = key.lastIndexOf('/');
    String surface = slash < 0 ? key : key.substring(0, slash);
    Trending newest = bySurface.get(surface);
    if (newest != null && key.equals(surface + "/" + newest.getWindowStart())) {
      changes.remove(Family.TRENDING, surface);
      replace(surface, null);
    }
  }

  private void removeOld(Changes changes) {
    for (Trending trending : List.copyOf(bySurface.values())) {
      if (trending.getWindowEnd().isBefore(oldestKept())) {
        changes.remove(Family.TRENDING, trending.getSurface());
        replace(trending.getSurface(), null);
      }
    }
  }

  private synchronized void replace(String surface, @Nullable Trending next) {
    Trending before = next == null ? bySurface.remove(surface) : bySurface.put(surface, next);
    if (before != null) {
      before.getVideos().forEach(video -> add(video.getVideo(), -video.getCount()));
    }
    if (next != null) {
      next.getVideos().forEach(video -> add(video.getVideo(), video.getCount()));
      if (next.getWindowEnd().isAfter(newestEnd)) {
        newestEnd = next.getWindowEnd();
      }
    }
    together = null;
  }

  private void add(String video, long count) {
    sums.merge(video, count, (known, more) -> known + more == 0 ? null : known + more);
  }

  @Override
  public synchronized void clear() {
    bySurface.clear();
    sums.clear();
    together = null;
    newestEnd = Instant.MIN;
    store.clear(Family.TRENDING);
  }
}
