package dev.freshet.flink.rounds;

import dev.freshet.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The records of a round's slices in keyed state. Freezing copies nothing: while they are frozen,
 * no record of the frozen slices is evicted, and what a newer record replaces is kept beside it. So
 * the frozen slices can be read again after a restore, however many records have come since.
 *
 * <p>State: {@code kept}, the records as {@code slice/number} or {@code slice/key}, each with its
 * event time in front; {@code before}, what they were when they were frozen; {@code numbers}, how
 * many there were. Without a freeze, {@code before} is empty, and only the latest records are kept.
 */
final class KeptSlices {
  private static final byte[] NOTHING = {};
  private static final String UP_TO = "up-to";
  private static final String FROZEN_UP_TO = "frozen-up-to";

  private final Map<String, Slice<?>> slices = new LinkedHashMap<>();
  private final String first;
  private final MapState<String, byte[]> kept;
  private final MapState<String, byte[]> before;
  private final MapState<String, Long> numbers;

  KeptSlices(
      List<Slice<?>> slices,
      MapState<String, byte[]> kept,
      MapState<String, byte[]> before,
      MapState<String, Long> numbers) {
    slices.forEach(slice -> this.slices.put(slice.name(), slice));
    first = slices.getFirst().name();
    this.kept = kept;
    this.before = before;
    this.numbers = numbers;
  }

  /** Number of records of the first slice that were ever kept. */
  long count() throws Exception {
    return number("count/" + first);
  }

  boolean frozen() throws Exception {
    return numbers.contains("frozen/" + first);
  }

  /** Takes in a record of a slice; false if a newer one of its key is known. */
  boolean add(RoundInput record) throws Exception {
    String slice = record.slice();
    boolean latest = slice(slice).latest() > 0;
    if (latest && record.value() != null) {
      kept.put(entry(slice, number("count/" + slice)), timed(record.at(), record.value()));
    } else if (latest || !replace(record)) {
      return false;
    }
    if (record.value() != null) {
      numbers.put("count/" + slice, number("count/" + slice) + 1);
      if (slice.equals(first)) {
        numbers.put(UP_TO, Math.max(number(UP_TO), record.at()));
      }
    }
    if (latest) {
      evict(slice);
    }
    return true;
  }

  private boolean replace(RoundInput record) throws Exception {
    String entry = record.slice() + "/" + record.key();
    byte[] known = kept.get(entry);
    if (known != null && record.value() != null && time(known) > record.at()) {
      return false;
    }
    if (frozen() && !before.contains(entry)) {
      before.put(entry, known == null ? NOTHING : known);
    }
    if (record.value() == null) {
      kept.remove(entry);
    } else {
      kept.put(entry, timed(record.at(), record.value()));
    }
    return true;
  }

  /** Removes the records that are neither among the latest nor frozen. */
  private void evict(String slice) throws Exception {
    Long frozen = numbers.get("frozen/" + slice);
    long oldest = (frozen == null ? number("count/" + slice) : frozen) - slice(slice).latest();
    long from = number("first/" + slice);
    if (oldest <= from) {
      return;
    }
    for (long number = from; number < oldest; number++) {
      kept.remove(entry(slice, number));
    }
    numbers.put("first/" + slice, oldest);
  }

  /** Removes a user's records, the frozen ones included; false if there is none. */
  boolean erase(String user) throws Exception {
    Map<String, byte[]> theirs = of(user, kept);
    for (String entry : theirs.keySet()) {
      kept.remove(entry);
    }
    Map<String, byte[]> replaced = of(user, before);
    for (String entry : replaced.keySet()) {
      before.put(entry, NOTHING);
    }
    return !theirs.isEmpty() || !replaced.isEmpty();
  }

  private Map<String, byte[]> of(String user, MapState<String, byte[]> entries) throws Exception {
    Map<String, byte[]> theirs = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : entries.entries()) {
      Slice<?> slice = slices.get(slicePart(entry.getKey()));
      if (slice != null && entry.getValue().length > 0 && owns(slice, user, entry.getValue())) {
        theirs.put(entry.getKey(), entry.getValue());
      }
    }
    return theirs;
  }

  private static <V extends SpecificRecordBase> boolean owns(
      Slice<V> slice, String user, byte[] record) {
    Slice.Owner<V> owner = slice.owner();
    return owner != null
        && owner.user(AvroSerde.of(slice.reader().type()).decode(value(record))).equals(user);
  }

  /** From now on the slices can be read as they are, until {@link #thaw}. */
  void freeze() throws Exception {
    for (String slice : slices.keySet()) {
      numbers.put("frozen/" + slice, number("count/" + slice));
    }
    numbers.put(FROZEN_UP_TO, number(UP_TO));
  }

  /** Forgets what only the frozen slices needed. */
  void thaw() throws Exception {
    for (String slice : slices.keySet()) {
      numbers.remove("frozen/" + slice);
      if (slice(slice).latest() > 0) {
        evict(slice);
      }
    }
    numbers.remove(FROZEN_UP_TO);
    before.clear();
  }

  /** The slices as they were when they were frozen. */
  FrozenSlices read(Function<String, Counter> counters) throws Exception {
    NavigableMap<String, byte[]> sorted = new TreeMap<>(); // slices one after the other
    for (Map.Entry<String, byte[]> entry : kept.entries()) {
      if (isFrozen(entry.getKey())) {
        sorted.put(entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<String, byte[]> entry : before.entries()) {
      if (entry.getValue().length == 0) {
        sorted.remove(entry.getKey());
      } else {
        sorted.put(entry.getKey(), entry.getValue());
      }
    }
    Map<String, List<byte[]>> records = new HashMap<>();
    sorted.forEach(
        (entry, record) ->
            records
                .computeIfAbsent(slicePart(entry), slice -> new ArrayList<>())
                .add(value(record)));
    return new FrozenSlices(
        records, number("frozen/" + first), Instant.ofEpochMilli(number(FROZEN_UP_TO)), counters);
  }

  private boolean isFrozen(String entry) throws Exception {
    String slice = slicePart(entry);
    if (!slices.containsKey(slice)) {
      return false; // of a former version of the round
    }
    int latest = slice(slice).latest();
    if (latest == 0) {
      return true;
    }
    long number = Long.parseLong(entry.substring(slice.length() + 1));
    long end = number("frozen/" + slice);
    return number < end && number >= end - latest;
  }

  private Slice<?> slice(String name) {
    return Objects.requireNonNull(slices.get(name), name);
  }

  private long number(String name) throws Exception {
    @Nullable Long number = numbers.get(name);
    return number == null ? 0 : number;
  }

  /** Numbers in the order of text. */
  private static String entry(String slice, long number) {
    return "%s/%019d".formatted(slice, number);
  }

  private static String slicePart(String entry) {
    return entry.substring(0, entry.indexOf('/'));
  }

  private static byte[] timed(long at, byte[] value) {
    return ByteBuffer.allocate(Long.BYTES + value.length).putLong(at).put(value).array();
  }

  private static long time(byte[] timed) {
    return ByteBuffer.wrap(timed).getLong();
  }

  private static byte[] value(byte[] timed) {
    return Arrays.copyOfRange(timed, Long.BYTES, timed.length);
  }
}
