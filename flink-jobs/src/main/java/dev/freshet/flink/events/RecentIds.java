package dev.freshet.flink.events;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last ids of one user's events, by 64-bit hash, so that a repeat is found without a state
 * access of its own. A repeat further back than the limit is not found: the limit is chosen so that
 * it covers a day of the busiest user.
 */
public final class RecentIds {
  private static final int FIRST_SIZE = 16;

  private final int limit;
  private long[] ring;
  private int size;
  private int oldest;

  /** An empty memory of at most {@code limit} ids. */
  public RecentIds(int limit) {
    this.limit = limit;
    this.ring = new long[Math.min(FIRST_SIZE, limit)];
  }

  /** Remembers an id; false if it was there already. */
  public boolean add(long hash) {
    for (int i = 0; i < size; i++) {
      if (ring[i] == hash) {
        return false;
      }
    }
    if (size < limit) {
      if (size == ring.length) {
        ring = Arrays.copyOf(ring, Math.min(limit, 2 * size));
      }
      ring[size++] = hash;
    } else {
      ring[oldest] = hash;
      oldest = (oldest + 1) % limit;
    }
    return true;
  }

  /** The hashes, oldest first, eight bytes each. */
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size * Long.BYTES);
    for (int i = 0; i < size; i++) {
      bytes.putLong(ring[(oldest + i) % size]);
    }
    return bytes.flip();
  }

  /** What {@link #toBytes} wrote; the oldest are left out where there are more than the limit. */
  public static RecentIds of(ByteBuffer bytes, int limit) {
    RecentIds ids = new RecentIds(limit);
    ByteBuffer hashes = bytes.duplicate();
    while (hashes.hasRemaining()) {
      ids.add(hashes.getLong());
    }
    return ids;
  }
}
