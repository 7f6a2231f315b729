package dev.freshet.streams.trending;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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

/**
 * Ranks the videos of each surface by their long views in the last minutes, by event time.
 *
 * <pre>
 * videos ──────────► [video-lengths] ─┐
 * erased-users ────► [erasures] ──────┤
 * feedback-events ─► check-events ─► long-views ─► [seen-events] ─► [surfaces] ───┐
 *   ┌────────────────────────────────────────────────────── by surface and video ◄┘
 *   └► [long-view-counts] ─► by surface ─► [rankings] ─► trending
 * </pre>
 *
 * <p>Every task reads the whole of {@code video-lengths} and {@code erasures}. A video counts from
 * the moment its record has been read: a playback that overtakes its video has an unknown length.
 */
public final class TrendingTopology {

  private static final byte[] ONE_MORE = {};

  private final Topic<String, FeedbackEvent> events;
  private final Topic<String, ErasedUser> erased;
  private final Topic<String, Trending> trending;
  private final TrendingConfig config;
  private final TrendingMeters meters;
  private final Topic<String, Video> videos;
  private final RankingProgress progress = new RankingProgress(System::nanoTime);

  /** Reads {@code events}, {@code videos} and {@code erased} and writes {@code trending}. */
  public TrendingTopology(
      Topic<String, FeedbackEvent> events,
      Topic<String, Video> videos,
      Topic<String, ErasedUser> erased,
      Topic<String, Trending> trending,
      TrendingConfig config,
      MeterRegistry registry) {
    this.events = events;
    this.videos = videos;
    this.erased = erased;
    this.trending = trending;
    this.config = config;
    this.meters = TrendingMeters.in(registry);
  }

  /** Time since the slowest task of this process last published what was due. */
  public Duration quiet() {
    return progress.quiet();
  }

  /** Every step has a name: names are the upgrade contract of its store and topics. */
  public Topology build() {
    var catalogue = new Catalogue(videos);
    var builder = new StreamsBuilder();
    builder.stream(
            events.name(),
            Consumed.with(events.keySerde(), events.valueSerde())
                .withTimestampExtractor(new EventTime())
                .withName("feedback-events"))
        .processValues(CheckedEvents::new, Named.as("check-events"))
        .processValues(() -> new LongViews(meters), Named.as("long-views"))
        .processValues(DropRepeats.supplier(config), Named.as("drop-repeats"))
        .processValues(AdmitSurfaces.supplier(config, meters), Named.as("admit-surfaces"))
        // nothing of the user goes on from here
        .map((user, viewed) -> KeyValue.pair(viewed.key(), ONE_MORE), Named.as("viewed"))
        .groupByKey(Grouped.with("by-surface-and-video", Serdes.String(), Serdes.ByteArray()))
        .windowedBy(
            TimeWindows.ofSizeAndGrace(config.window(), config.grace()).advanceBy(config.hop()))
        .count(Named.as("count"), Materialized.as("long-view-counts"))
        .toStream(Named.as("counts"))
        .map(TrendingTopology::bySurface, Named.as("surface"))
        .repartition(
            Repartitioned.<String, Trending>as("by-surface")
                .withKeySerde(Serdes.String())
                .withValueSerde(trending.valueSerde()))
        .process(RankVideos.supplier(config, catalogue, progress), Named.as("rank"))
        .to(
            trending.name(),
            Produced.with(trending.keySerde(), trending.valueSerde()).withName("trending"));
    builder.addGlobalStore(
        catalogue.store(), videos.name(), untouched("videos"), catalogue::updates);
    builder.addGlobalStore(
        Erasures.store(),
        erased.name(),
        untouched("erased-users"),
        () -> new Erasures.Updates(erased));
    return builder.build();
  }

  /** The bytes as they are: no record of these topics may end the thread that reads them. */
  private static Consumed<String, byte[]> untouched(String name) {
    return Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name);
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
