package dev.freshet.flink.events;

import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Ids of one user's events that arrived lately, by 64-bit hash, so that a repeat is found without a
 * state access of its own. An id is known for at least the promised time, to the hour. At the limit
 * the hour that is longest ago is forgotten; within one hour no further ids are remembered.
 */
public final class RecentIds {

  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  private final int hours;
  private final int limit;
  private final Long2IntOpenHashMap hourOf = new Long2IntOpenHashMap();
  private int oldestHour = Integer.MAX_VALUE;

  /**
   * An empty memory.
   *
   * @param within how long an id is known after its arrival; at least an hour
   * @param limit ids at most
   */
  public RecentIds(Duration within, int limit) {
    this.hours = Math.toIntExact(within.plus(Duration.ofHours(1)).minusMillis(1).toHours());
    this.limit = limit;
  }

  /**
   * Remembers an id; false if it was there already.
   *
   * @param arrivedAt when its event arrived, in epoch milliseconds
   */
  public boolean add(long hash, long arrivedAt) {
    int hour = (int) Math.max(0, arrivedAt / HOUR_MILLIS);
    if (hourOf.containsKey(hash)) {
      return hour - hourOf.get(hash) > hours && replace(hash, hour);
    }
    if (hour - hours > oldestHour) {
      forgetBefore(hour - hours);
    }
    if (isFull() && oldestHour < hour) {
      forgetBefore(oldestHour + 1);
    }
    if (!isFull()) {
      put(hash, hour);
    }
    return true;
  }

  /** An id that was known for longer than was promised is new. */
  private boolean replace(long hash, int hour) {
    put(hash, hour);
    return true;
  }

  private void put(long hash, int hour) {
    hourOf.put(hash, hour);
    oldestHour = Math.min(oldestHour, hour);
  }

  private void forgetBefore(int hour) {
    hourOf.long2IntEntrySet().removeIf(entry -> entry.getIntValue() < hour);
    oldestHour = Integer.MAX_VALUE;
    for (int left : hourOf.values()) {
      oldestHour = Math.min(oldestHour, left);
    }
  }

  /** Whether no more ids can be remembered: a repeat may then be taken for new. */
  public boolean isFull() {
    return hourOf.size() >= limit;
  }

  /** Number of ids. */
  public int size() {
    return hourOf.size();
  }

  /** The hashes and their hours, twelve bytes each. */
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(hourOf.size() * ENTRY_BYTES);
    for (Long2IntMap.Entry entry : hourOf.long2IntEntrySet()) {
      bytes.putLong(entry.getLongKey()).putInt(entry.getIntValue());
    }
    return bytes.flip();
  }

  /** Takes back what {@link #toBytes} wrote. */
  public RecentIds restored(ByteBuffer written) {
    ByteBuffer bytes = written.duplicate();
    while (bytes.hasRemaining()) {
      put(bytes.getLong(), bytes.getInt());
    }
    return this;
  }
}
