package dev.freshet.streams.trending;

import dev.freshet.schemas.event.FeedbackEvent;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Decides which surfaces have a ranking of their own: those of the configuration always, others in
 * the order in which they come while there are places. The rest count as {@link #OTHER}. A place is
 * free again when its surface has been silent for {@link TrendingConfig#keep}.
 *
 * <p>State: a time for each surface that has a place. The decision follows from the records of the
 * partition alone, so it is the same after a restart and in a replay.
 */
final class AdmitSurfaces implements FixedKeyProcessor<String, FeedbackEvent, SurfaceVideo> {

  /** When each surface with a place was last seen, in epoch milliseconds. */
  static final String PLACES = "surfaces";

  /** Surface under which long views count whose surface has no place. */
  static final String OTHER = "other";

  private final TrendingConfig config;
  private final TrendingMeters meters;
  private @Nullable FixedKeyProcessorContext<String, SurfaceVideo> context;
  private @Nullable KeyValueStore<String, Long> places;
  private int taken;

  /** Event time before which no place can become free. */
  private long nextFree = Long.MIN_VALUE;

  private AdmitSurfaces(TrendingConfig config, TrendingMeters meters) {
    this.config = config;
    this.meters = meters;
  }

  /** Makes the processors and their store. */
  static FixedKeyProcessorSupplier<String, FeedbackEvent, SurfaceVideo> supplier(
      TrendingConfig config, TrendingMeters meters) {
    return new FixedKeyProcessorSupplier<>() {
      @Override
      public FixedKeyProcessor<String, FeedbackEvent, SurfaceVideo> get() {
        return new AdmitSurfaces(config, meters);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PLACES), Serdes.String(), Serdes.Long()));
      }
    };
  }

  @Override
  public void init(FixedKeyProcessorContext<String, SurfaceVideo> context) {
    this.context = context;
    this.places = context.getStateStore(PLACES);
    taken = 0;
    try (var all = places().all()) {
      all.forEachRemaining(place -> taken++);
    }
  }

  @Override
  public void process(FixedKeyRecord<String, FeedbackEvent> record) {
    String sent = record.value().getSurface();
    String surface = admit(sent, record.timestamp());
    if (!surface.equals(sent)) {
      meters.otherSurface().increment();
    }
    Objects.requireNonNull(context, "init comes first")
        .forward(record.withValue(new SurfaceVideo(surface, record.value().getVideo())));
  }

  private String admit(String surface, long millis) {
    if (config.surfaces().contains(surface)) {
      return surface;
    }
    Long lastSeen = places().get(surface);
    if (lastSeen == null) {
      if (!hasRoom(millis)) {
        return OTHER;
      }
      taken++;
    }
    // a write each hop is enough to tell a silent surface
    if (lastSeen == null || millis - lastSeen >= config.hop().toMillis()) {
      places().put(surface, millis);
    }
    return surface;
  }

  private boolean hasRoom(long millis) {
    if (taken >= config.maxSurfaces() && millis >= nextFree) {
      freeSilent(millis);
    }
    return taken < config.maxSurfaces();
  }

  private void freeSilent(long millis) {
    long silentFor = config.keep().toMillis();
    long oldest = millis;
    try (var all = places().all()) {
      while (all.hasNext()) {
        var place = all.next();
        if (millis - place.value > silentFor) {
          places().delete(place.key);
          taken--;
        } else {
          oldest = Math.min(oldest, place.value);
        }
      }
    }
    nextFree = oldest + silentFor;
  }

  private KeyValueStore<String, Long> places() {
    return Objects.requireNonNull(places, "init comes first");
  }
}
