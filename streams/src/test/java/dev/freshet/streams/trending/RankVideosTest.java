package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankVideosTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Windows of ten minutes every two, kept for an hour. */
  private static final TrendingConfig CONFIG = TrendingConfig.DEFAULT;

  private final MockProcessorContext<String, Trending> context =
      new MockProcessorContext<>(new Properties());
  private final KeyValueStore<String, Trending> rankings =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(RankVideos.RANKINGS),
              Serdes.String(),
              Topics.TRENDING.valueSerde())
          .withLoggingDisabled()
          .build();
  private final KeyValueStore<String, Long> lengths =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(Catalogue.STORE), Serdes.String(), Serdes.Long())
          .withLoggingDisabled()
          .build();
  private final RankingProgress progress = new RankingProgress(() -> 0L);

  @BeforeEach
  void openStores() {
    for (KeyValueStore<?, ?> store : Set.of(rankings, lengths)) {
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
  }

  @Test
  void publishesAfterARestartOnlyWhatCanHaveChanged() {
    for (int minute = 0; minute <= 40; minute += 2) {
      keep("main", minute);
    }

    start();
    look(41);

    // ends from 00:37 on can have changed; the last hop of those up to 00:43 has begun
    assertThat(forwarded())
        .containsExactly(
            "main/2026-01-01T00:28:00Z", "main/2026-01-01T00:30:00Z", "main/2026-01-01T00:32:00Z");
  }

  @Test
  void removesTheWindowsOfASilentSurfaceByTheTimeOfAnotherTask() {
    keep("search", 0);
    start();
    look(11);
    context.resetForwards();

    progress.advance(START.plus(Duration.ofMinutes(71)).toEpochMilli());
    look(11);

    assertThat(forwarded()).containsExactly("search/2026-01-01T00:00:00Z");
    assertThat(rankings.get("search/2026-01-01T00:00:00Z")).isNull();
  }

  @Test
  void looksOnlyAtWindowsWhoseLastHopHasBegun() {
    Processor<String, Trending, String, Trending> rank = start();
    rank.process(new Record<>("main", ranking("main", 0), 0));
    rank.process(new Record<>("main", ranking("main", 8), 0));
    look(8);
    assertThat(forwarded()).containsExactly("main/2026-01-01T00:00:00Z");

    context.resetForwards();
    look(16);

    assertThat(forwarded()).containsExactly("main/2026-01-01T00:08:00Z");
  }

  @Test
  void takesOutAVideoThatWasDeletedWhileNothingRan() {
    keep("main", 0);
    lengths.put("cat", -1L);

    start();
    look(9);

    assertThat(rankings.get("main/2026-01-01T00:00:00Z").getVideos()).isEmpty();
    assertThat(forwarded()).containsExactly("main/2026-01-01T00:00:00Z");
  }

  private void keep(String surface, int minute) {
    Trending ranking = ranking(surface, minute);
    rankings.put(RankVideos.key(surface, ranking.getWindowStart()), ranking);
  }

  private Processor<String, Trending, String, Trending> start() {
    var rank = RankVideos.supplier(CONFIG, new Catalogue(Topics.VIDEOS), progress).get();
    rank.init(context);
    return rank;
  }

  private void look(int minute) {
    long now = START.plus(Duration.ofMinutes(minute)).toEpochMilli();
    context.setCurrentStreamTimeMs(now);
    context.scheduledPunctuators().forEach(look -> look.getPunctuator().punctuate(now));
  }

  private List<String> forwarded() {
    return context.forwarded().stream().map(forward -> (String) forward.record().key()).toList();
  }

  private static Trending ranking(String surface, int minute) {
    Instant start = START.plus(Duration.ofMinutes(minute));
    return new Trending(
        surface, start, start.plus(CONFIG.window()), List.of(new TrendingVideo("cat", 1L)));
  }
}
