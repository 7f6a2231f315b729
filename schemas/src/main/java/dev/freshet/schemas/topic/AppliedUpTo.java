package dev.freshet.schemas.topic;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Header of a user's state: of the partition of {@code feedback-events} that holds the user's
 * events, every event up to this offset is in the state or was dropped for good.
 *
 * <p>Whoever wrote an event knows its partition and offset, and so knows whether a state has it.
 *
 * @param partition of {@code feedback-events}; not negative
 * @param offset of the last event that was read; not negative
 */
public record AppliedUpTo(int partition, long offset) {

  private static final String HEADER = "freshet-applied";
  private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

  public AppliedUpTo {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "partition and offset must not be negative: %d, %d".formatted(partition, offset));
    }
  }

  /** The position in these headers, or null where there is none that makes sense. */
  public static @Nullable AppliedUpTo in(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null || header.value().length != HEADER_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    int partition = bytes.getInt();
    long offset = bytes.getLong();
    return partition < 0 || offset < 0 ? null : new AppliedUpTo(partition, offset);
  }

  /** Adds this position to the headers of a state. */
  public void addTo(Headers headers) {
    headers.add(
        HEADER, ByteBuffer.allocate(HEADER_BYTES).putInt(partition).putLong(offset).array());
  }

  /** Whether an event at {@code event} was read. */
  public boolean covers(AppliedUpTo event) {
    return event.partition == partition && event.offset <= offset;
  }
}
