package dev.freshet.schemas.topic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * @param writers number of writers of the topic; at most {@value #MAX_WRITERS}
 */
public record WatermarkMark(long upTo, int writer, int writers) {

  /** Key of every mark. */
  public static final String KEY = "\u0000watermark";

  /** Most writers of a topic: readers keep a time for each. */
  public static final int MAX_WRITERS = 1_024;

  private static final String HEADER = "freshet-watermark";
  private static final int HEADER_BYTES = Long.BYTES + 2 * Integer.BYTES;

  public WatermarkMark {
    if (!isWriter(writer, writers)) {
      throw new IllegalArgumentException(
          "writer must be in [0, writers), of at most %d: %d of %d"
              .formatted(MAX_WRITERS, writer, writers));
    }
  }

  /** The mark in these headers, or null where there is none that makes sense. */
  public static @Nullable WatermarkMark in(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null || header.value().length != HEADER_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    long upTo = bytes.getLong();
    int writer = bytes.getInt();
    int writers = bytes.getInt();
    return isWriter(writer, writers) ? new WatermarkMark(upTo, writer, writers) : null;
  }

  /** This mark as a record for one partition of {@code topic}. */
  public ProducerRecord<byte[], byte[]> record(String topic, int partition) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic, partition, KEY.getBytes(StandardCharsets.UTF_8), null);
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES).putLong(upTo).putInt(writer).putInt(writers).array();
    record.headers().add(HEADER, header);
    return record;
  }

  private static boolean isWriter(int writer, int writers) {
    return writer >= 0 && writer < writers && writers <= MAX_WRITERS;
  }
}
