package dev.freshet.streams.trending;

import dev.freshet.models.history.LongView;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets long views pass, except those of deleted videos and of erased users. The length of the video
 * is that of the event, or of the catalogue where the event has none.
 */
final class LongViews implements FixedKeyProcessor<String, FeedbackEvent, FeedbackEvent> {

  private final TrendingMeters meters;
  private @Nullable FixedKeyProcessorContext<String, FeedbackEvent> context;
  private @Nullable ReadOnlyKeyValueStore<String, Long> lengths;
  private @Nullable ReadOnlyKeyValueStore<byte[], Long> erasures;

  LongViews(TrendingMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(FixedKeyProcessorContext<String, FeedbackEvent> context) {
    this.context = context;
    this.lengths = context.getStateStore(Catalogue.STORE);
    this.erasures = context.getStateStore(Erasures.STORE);
  }

  @Override
  public void process(FixedKeyRecord<String, FeedbackEvent> record) {
    FeedbackEvent event = record.value();
    if (event.getKind() == EventKind.WATCH && isLong(event) && counts(event, record.timestamp())) {
      Objects.requireNonNull(context, "init comes first").forward(record);
    }
  }

  private boolean isLong(FeedbackEvent event) {
    FeedbackEvent known = event;
    if (MissingFacts.in(event)) {
      known = MissingFacts.filled(event, null, Catalogue.lengthMillis(lengths(), event.getVideo()));
      if (MissingFacts.in(known)) {
        meters.unknownLength().increment();
      }
    }
    return LongView.reached(orZero(known.getWatchedMillis()), orZero(known.getLengthMillis()));
  }

  private boolean counts(FeedbackEvent event, long millis) {
    return !Catalogue.isDeleted(lengths(), event.getVideo())
        && !Erasures.cover(
            Objects.requireNonNull(erasures, "init comes first"), event.getUser(), millis);
  }

  private ReadOnlyKeyValueStore<String, Long> lengths() {
    return Objects.requireNonNull(lengths, "init comes first");
  }

  private static long orZero(@Nullable Long millis) {
    return millis == null ? 0 : millis;
  }
}
