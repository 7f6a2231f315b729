package dev.freshet.schemas.topic;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A promise in a topic: writer {@code writer} of {@code writers} will write nothing more to this
 * partition with an event time at or before {@code upTo}.
 *
 * <p>A mark is a record with a null value under {@link #KEY} and this as a header. To a reader that
 * does not know marks it removes a key that never existed. With marks a reader's watermark is exact
 * across a topic, however far its partitions are apart, which replay needs: there a tenth of a
 * second may hold an hour of event time.
 *
 * @param upTo event time in epoch milliseconds; {@link Long#MAX_VALUE} at the end of a log
 * @param writer index of the writer, from 0
 * @param writers number of writers of the topic
 */
public record WatermarkMark(long upTo, int writer, int writers) {

  /** Key of every mark. */
  public static final String KEY = "\u0000watermark";

  private static final String HEADER = "freshet-watermark";

  public WatermarkMark {
    if (writers < 1 || writer < 0 || writer >= writers) {
      throw new IllegalArgumentException(
          "writer must be in [0, writers): %d of %d".formatted(writer, writers));
    }
  }

  /** The mark in these headers, or null where the record is none. */
  public static @Nullable WatermarkMark in(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value().length != Long.BYTES + 2 * Integer.BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    return new WatermarkMark(bytes.getLong(), bytes.getInt(), bytes.getInt());
  }

  /** This mark as a record for one partition of {@code topic}. */
  public ProducerRecord<byte[], byte[]> record(String topic, int partition) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic, partition, KEY.getBytes(java.nio.charset.StandardCharsets.UTF_8), null);
    record
        .headers()
        .add(
            HEADER,
            ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(upTo)
                .putInt(writer)
                .putInt(writers)
                .array());
    return record;
  }
}
