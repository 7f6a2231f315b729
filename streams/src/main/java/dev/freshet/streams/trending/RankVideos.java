package dev.freshet.streams.trending;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ranking of each window of a surface and publishes it, when it has changed, from the
 * moment its last hop has begun: so the newest window of the topic is always a full one.
 *
 * <p>State: the ranking by surface and window, until its end is {@link TrendingConfig#keep} older
 * than the latest event time of any surface; it then leaves the topic as well. In memory the keys
 * of the store, by the ends of their windows: a look at what is due walks only that.
 */
final class RankVideos implements Processor<String, Trending, String, Trending> {

  static final String RANKINGS = "rankings";

  /** Old rankings removed at a time, so that a look takes a bounded time. */
  private static final int REMOVED_AT_ONCE = 1_000;

  private final TrendingConfig config;
  private final Catalogue catalogue;
  private final RankingProgress progress;
  private final NavigableMap<Long, Set<String>> kept = new TreeMap<>();
  private final NavigableMap<Long, Set<String>> changed = new TreeMap<>();
  private long deletionsSeen;
  private @Nullable ProcessorContext<String, Trending> context;
  private @Nullable KeyValueStore<String, Trending> rankings;
  private @Nullable ReadOnlyKeyValueStore<String, Long> lengths;

  private RankVideos(TrendingConfig config, Catalogue catalogue, RankingProgress progress) {
    this.config = config;
    this.catalogue = catalogue;
    this.progress = progress;
  }

  /** Makes the processors and their store. */
  static ProcessorSupplier<String, Trending, String, Trending> supplier(
      TrendingConfig config, Catalogue catalogue, RankingProgress progress) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, Trending, String, Trending> get() {
        return new RankVideos(config, catalogue, progress);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(RANKINGS),
                    Serdes.String(),
                    Topics.TRENDING.valueSerde())
                .withCachingEnabled());
      }
    };
  }

  /** Key of a ranking, in the store and in the topic. */
  static String key(String surface, Instant windowStart) {
    return surface + "/" + windowStart;
  }

  @Override
  public void init(ProcessorContext<String, Trending> context) {
    this.context = context;
    this.rankings = context.getStateStore(RANKINGS);
    this.lengths = context.getStateStore(Catalogue.STORE);
    kept.clear();
    changed.clear();
    try (KeyValueIterator<String, Trending> all = rankings().all()) {
      all.forEachRemaining(entry -> add(kept, end(entry.value), entry.key));
    }
    if (!kept.isEmpty()) {
      // what was counted but not yet published when the last run ended: it was still in its grace
      long changing =
          kept.lastKey() - config.window().plus(config.grace()).plus(config.hop()).toMillis();
      kept.tailMap(changing, true)
          .forEach((end, keys) -> keys.forEach(key -> add(changed, end, key)));
    }
    deletionsSeen = -1; // a video may have been deleted while nothing ran
    progress.published(this);
    context.schedule(config.publishEvery(), PunctuationType.WALL_CLOCK_TIME, now -> publish());
  }

  /** Takes the count of one video in one window: a ranking of one. */
  @Override
  public void process(Record<String, Trending> record) {
    Trending count = record.value();
    TrendingVideo video = count.getVideos().getFirst();
    if (Catalogue.isDeleted(lengths(), video.getVideo())) {
      return;
    }
    String key = key(count.getSurface(), count.getWindowStart());
    Trending ranking = rankings().get(key);
    rankings().put(key, ranking == null ? count : Ranking.with(ranking, video, config.top()));
    add(kept, end(count), key);
    add(changed, end(count), key);
  }

  @Override
  public void close() {
    progress.stopped(this);
  }

  private void publish() {
    long now = context().currentStreamTimeMs();
    removeDeleted();
    publishDue(now);
    removeOld(progress.advance(now), now);
    progress.published(this);
  }

  /** Publishes what has changed of the windows whose last hop has begun. */
  private void publishDue(long now) {
    NavigableMap<Long, Set<String>> due = changed.headMap(now + config.hop().toMillis(), true);
    for (Set<String> keys : due.values()) {
      for (String key : keys) {
        Trending ranking = rankings().get(key);
        if (ranking != null) {
          context().forward(new Record<>(key, ranking, now));
        }
      }
    }
    due.clear();
  }

  /** Takes deleted videos out of every ranking, once for all that were deleted since. */
  private void removeDeleted() {
    long deletions = catalogue.deletions();
    if (deletions == deletionsSeen) {
      return;
    }
    deletionsSeen = deletions;
    kept.forEach((end, keys) -> keys.forEach(key -> removeDeleted(end, key)));
  }

  private void removeDeleted(long end, String key) {
    Trending ranking = rankings().get(key);
    if (ranking == null) {
      return;
    }
    List<TrendingVideo> left = new ArrayList<>(ranking.getVideos());
    if (left.removeIf(video -> Catalogue.isDeleted(lengths(), video.getVideo()))) {
      rankings().put(key, Trending.newBuilder(ranking).setVideos(left).build());
      add(changed, end, key);
    }
  }

  private void removeOld(long newest, long now) {
    NavigableMap<Long, Set<String>> old = kept.headMap(newest - config.keep().toMillis(), false);
    int removed = 0;
    while (!old.isEmpty() && removed < REMOVED_AT_ONCE) {
      var window = old.pollFirstEntry();
      changed.remove(window.getKey());
      for (String key : window.getValue()) {
        rankings().delete(key);
        context().forward(removal(key, now));
      }
      removed += window.getValue().size();
    }
  }

  private static void add(NavigableMap<Long, Set<String>> windows, long end, String key) {
    windows.computeIfAbsent(end, unused -> new TreeSet<>()).add(key);
  }

  private static long end(Trending ranking) {
    return ranking.getWindowEnd().toEpochMilli();
  }

  @SuppressWarnings("NullAway") // Kafka's interface does not say that a tombstone's value is null
  private static Record<String, Trending> removal(String key, long now) {
    return new Record<>(key, null, now);
  }

  private ProcessorContext<String, Trending> context() {
    return Objects.requireNonNull(context, "init comes first");
  }

  private KeyValueStore<String, Trending> rankings() {
    return Objects.requireNonNull(rankings, "init comes first");
  }

  private ReadOnlyKeyValueStore<String, Long> lengths() {
    return Objects.requireNonNull(lengths, "init comes first");
  }
}
