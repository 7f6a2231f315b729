package dev.freshet.flink.rounds;

import dev.freshet.schemas.serde.AvroSerde;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.metrics.Counter;

/** The slices of a round as they were when it began. For the training thread alone. */
public final class FrozenSlices {
  private Map<String, List<byte[]>> records;
  private final long count;
  private final Instant upTo;
  private final Function<String, Counter> counters;

  /**
   * @param records encoded, by slice
   * @param count records of the first slice so far
   * @param upTo latest event time in the first slice
   * @param counters of the round's metrics, by name
   */
  FrozenSlices(
      Map<String, List<byte[]>> records,
      long count,
      Instant upTo,
      Function<String, Counter> counters) {
    this.records = Map.copyOf(records);
    this.count = count;
    this.upTo = upTo;
    this.counters = counters;
  }

  /** The records of a slice: the latest ones by age, the oldest first; the newest ones by key. */
  public <V extends SpecificRecordBase> List<V> of(Slice<V> slice) {
    AvroSerde<V> serde = AvroSerde.of(slice.reader().type());
    return records.getOrDefault(slice.name(), List.of()).stream().map(serde::decode).toList();
  }

  /** Number of records of the first slice that were ever kept. */
  long count() {
    return count;
  }

  /** Latest event time in the first slice. */
  Instant upTo() {
    return upTo;
  }

  /** Lets go of the records, which are not needed beside the examples. */
  void clear() {
    records = Map.of();
  }

  /** The round's counter of this name. */
  public Counter counter(String name) {
    return counters.apply(name);
  }
}
