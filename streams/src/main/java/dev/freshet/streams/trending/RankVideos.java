package dev.freshet.streams.trending;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ranking of each window of a surface and publishes it, when it has changed, from the
 * moment its last hop has begun: so the newest window of the topic is always a full one.
 *
 * <p>State: the ranking by surface and window, until the window is {@link TrendingConfig#keep}
 * older than the surface's newest; it then leaves the topic as well.
 */
final class RankVideos implements Processor<String, Trending, String, Trending> {

  static final String RANKINGS = "rankings";

  private final TrendingConfig config;
  private final Set<String> changed = new TreeSet<>();
  private @Nullable ProcessorContext<String, Trending> context;
  private @Nullable KeyValueStore<String, Trending> rankings;

  private RankVideos(TrendingConfig config) {
    this.config = config;
  }

  /** Makes the processors and their store. */
  static ProcessorSupplier<String, Trending, String, Trending> supplier(TrendingConfig config) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, Trending, String, Trending> get() {
        return new RankVideos(config);
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
    // what was counted but not yet published when the last run ended
    try (KeyValueIterator<String, Trending> all = rankings().all()) {
      all.forEachRemaining(entry -> changed.add(entry.key));
    }
    context.schedule(
        config.publishEvery(), PunctuationType.WALL_CLOCK_TIME, now -> publishChanged());
  }

  /** Takes the count of one video in one window: a ranking of one. */
  @Override
  public void process(Record<String, Trending> record) {
    Trending count = record.value();
    String key = key(count.getSurface(), count.getWindowStart());
    Trending ranking = rankings().get(key);
    TrendingVideo video = count.getVideos().getFirst();
    rankings().put(key, ranking == null ? count : Ranking.with(ranking, video, config.top()));
    changed.add(key);
  }

  private void publishChanged() {
    long now = context().currentStreamTimeMs();
    for (String key : List.copyOf(changed)) {
      Trending ranking = rankings().get(key);
      if (ranking == null) {
        changed.remove(key);
      } else if (now >= ranking.getWindowEnd().minus(config.hop()).toEpochMilli()) {
        context().forward(new Record<>(key, ranking, now));
        changed.remove(key);
        removeOlderThan(ranking, now);
      }
    }
  }

  private void removeOlderThan(Trending newest, long now) {
    Instant oldest = newest.getWindowStart().minus(config.keep());
    List<String> old = new ArrayList<>();
    try (KeyValueIterator<String, Trending> before =
        rankings().range(newest.getSurface() + "/", key(newest.getSurface(), oldest))) {
      before.forEachRemaining(
          entry -> {
            // a surface may itself contain a slash, and then sort between two windows of another
            if (entry.value.getSurface().equals(newest.getSurface())
                && entry.value.getWindowStart().isBefore(oldest)) {
              old.add(entry.key);
            }
          });
    }
    for (String key : old) {
      rankings().delete(key);
      context().forward(removal(key, now));
    }
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
}
