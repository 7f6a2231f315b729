package dev.freshet.flink.rounds;

import dev.freshet.flink.eventtime.EventTime;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.serde.AvroSerde;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Makes the input of a round from the records of one slice. */
final class RoundInputs<V extends SpecificRecordBase>
    extends ProcessFunction<Received<V>, RoundInput> {
  private static final long serialVersionUID = 1L;

  private final String slice;
  private final boolean newest;
  private final Class<V> type;
  private final EventTime<V> eventTime;
  private final Slice.Keep<V> keep;
  private final Slice.@Nullable Owner<V> owner;
  private transient AvroSerde<V> serde;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  RoundInputs(Slice<V> slice) {
    this.slice = slice.name();
    newest = slice.latest() == 0;
    type = slice.reader().type();
    eventTime = slice.reader().eventTime();
    keep = slice.keep();
    owner = slice.owner();
  }

  @Override
  public void open(OpenContext context) {
    serde = AvroSerde.of(type);
  }

  @Override
  public void processElement(Received<V> record, Context context, Collector<RoundInput> out) {
    V value = record.value();
    String key = record.keyText();
    if (value == null) {
      nothing(key, record, out);
      return;
    }
    if (owner != null && owner.erases(value)) {
      out.collect(new RoundInput(slice, key, null, owner.user(value), eventTime.of(value)));
      return;
    }
    V kept = keep.of(value);
    if (kept == null) {
      nothing(key, record, out);
      return;
    }
    out.collect(new RoundInput(slice, key, serde.encode(kept), null, eventTime.of(value)));
  }

  /** Of a slice of the newest records, a record that is not kept removes the one before. */
  private void nothing(String key, Received<V> record, Collector<RoundInput> out) {
    if (newest) {
      out.collect(new RoundInput(slice, key, null, null, record.arrivedAt()));
    }
  }
}
