package dev.freshet.streams.trending;

import dev.freshet.schemas.event.FeedbackEvent;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Puts the surface that a long view counts under in place of the one that the client chose.
 *
 * <p>State: a time for each surface that has one of the {@link SurfacePlaces}.
 */
final class AdmitSurfaces implements FixedKeyProcessor<String, FeedbackEvent, SurfaceVideo> {

  /** When each surface with a place was last seen, in epoch milliseconds. */
  static final String PLACES = "surfaces";

  private final TrendingConfig config;
  private final TrendingMeters meters;
  private @Nullable FixedKeyProcessorContext<String, SurfaceVideo> context;
  private @Nullable SurfacePlaces places;

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
    this.places = new SurfacePlaces(config, context.getStateStore(PLACES));
  }

  @Override
  public void process(FixedKeyRecord<String, FeedbackEvent> record) {
    String sent = record.value().getSurface();
    String surface =
        Objects.requireNonNull(places, "init comes first").admit(sent, record.timestamp());
    if (!surface.equals(sent)) {
      meters.otherSurface().increment();
    }
    Objects.requireNonNull(context, "init comes first")
        .forward(record.withValue(new SurfaceVideo(surface, record.value().getVideo())));
  }
}
