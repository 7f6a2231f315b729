package dev.freshet.streams.trending;

import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.Topic;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the videos of each surface by their long views in the last minutes, by event time.
 *
 * <pre>
 * feedback-events ─► check-events ─► long-views ─► [seen-events] ─► by surface and video ─► [long-view-counts] ─┐
 *                                                   trending ◄─ [rankings] ◄─ by surface ◄──────┘
 * </pre>
 */
public final class TrendingTopology {

  private final Topic<String, FeedbackEvent> events;
  private final Topic<String, Trending> trending;
  private final TrendingConfig config;

  /** Reads {@code events} and writes {@code trending}. */
  public TrendingTopology(
      Topic<String, FeedbackEvent> events,
      Topic<String, Trending> trending,
      TrendingConfig config) {
    this.events = events;
    this.trending = trending;
    this.config = config;
  }

  /** Every step has a name: names are the upgrade contract of its store and topics. */
  public Topology build() {
    var builder = new StreamsBuilder();
    builder.stream(
            events.name(),
            Consumed.with(events.keySerde(), events.valueSerde())
                .withTimestampExtractor(new EventTime())
                .withName("feedback-events"))
        .processValues(CheckedEvents::new, Named.as("check-events"))
        .filter(TrendingTopology::isLongView, Named.as("long-views"))
        .processValues(DropRepeats.supplier(config), Named.as("drop-repeats"))
        .groupBy(
            (user, event) -> SurfaceVideo.of(event).key(),
            Grouped.with("by-surface-and-video", Serdes.String(), events.valueSerde()))
        .windowedBy(
            TimeWindows.ofSizeAndGrace(config.window(), config.grace()).advanceBy(config.hop()))
        .count(Named.as("count"), Materialized.as("long-view-counts"))
        .toStream(Named.as("counts"))
        .map(TrendingTopology::bySurface, Named.as("surface"))
        .repartition(
            Repartitioned.<String, Trending>as("by-surface")
                .withKeySerde(Serdes.String())
                .withValueSerde(trending.valueSerde()))
        .process(RankVideos.supplier(config), Named.as("rank"))
        .to(
            trending.name(),
            Produced.with(trending.keySerde(), trending.valueSerde()).withName("trending"));
    return builder.build();
  }

  private static boolean isLongView(String user, FeedbackEvent event) {
    return event.getKind() == EventKind.WATCH
        && LongView.reached(orZero(event.getWatchedMillis()), orZero(event.getLengthMillis()));
  }

  private static long orZero(@Nullable Long millis) {
    return millis == null ? 0 : millis;
  }

  /** A count as a ranking of one. */
  private static KeyValue<String, Trending> bySurface(Windowed<String> counted, long count) {
    SurfaceVideo key = SurfaceVideo.parse(counted.key());
    return KeyValue.pair(
        key.surface(),
        Trending.newBuilder()
            .setSurface(key.surface())
            .setWindowStart(counted.window().startTime())
            .setWindowEnd(counted.window().endTime())
            .setVideos(List.of(new TrendingVideo(key.video(), count)))
            .build());
  }
}
