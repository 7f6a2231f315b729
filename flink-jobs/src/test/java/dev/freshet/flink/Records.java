package dev.freshet.flink;

import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecordBase;

/** Records as a job reads them, for tests. */
public final class Records {

  private static final AvroSerde<FeedbackEvent> EVENTS = AvroSerde.of(FeedbackEvent.class);
  private static final AvroSerde<Video> VIDEOS = AvroSerde.of(Video.class);
  private static final AvroSerde<TrainingExample> EXAMPLES = AvroSerde.of(TrainingExample.class);

  private static final AvroSerde<EmbeddingRow> ROWS = AvroSerde.of(EmbeddingRow.class);

  private Records() {}

  public static Received<FeedbackEvent> of(FeedbackEvent event) {
    return arrived(event, event.getOccurredAt());
  }

  /** An event that the broker took at {@code at}. */
  public static Received<FeedbackEvent> arrived(FeedbackEvent event, Instant at) {
    return new Received<>(
        "feedback-events",
        0,
        0,
        at.toEpochMilli(),
        bytes(event.getUser()),
        EVENTS.encode(event),
        event,
        null,
        null);
  }

  /** The event where it was read. */
  public static Received<FeedbackEvent> of(FeedbackEvent event, int partition, long offset) {
    Received<FeedbackEvent> record = of(event);
    return new Received<>(
        record.topic(),
        partition,
        offset,
        record.arrivedAt(),
        record.key(),
        record.bytes(),
        event,
        null,
        null);
  }

  public static Received<Video> of(Video video) {
    return of("videos", video.getVideo(), VIDEOS.encode(video), video);
  }

  public static Received<TrainingExample> of(TrainingExample example) {
    return of("training-examples", example.getUser(), EXAMPLES.encode(example), example);
  }

  public static Received<EmbeddingRow> of(EmbeddingRow row) {
    String key = row.getGeneration() + "/" + row.getTable() + "/" + row.getId();
    return of("embedding-rows", key, ROWS.encode(row), row);
  }

  /** The removal of {@code video} at {@code at}. */
  public static Received<Video> removal(String video, long at) {
    return new Received<>("videos", 0, 0, at, bytes(video), null, null, null, null);
  }

  /** A mark in {@code partition}. */
  public static <V> Received<V> mark(int partition, long upTo) {
    return mark(partition, new WatermarkMark(upTo, 0, 1));
  }

  public static <V> Received<V> mark(int partition, WatermarkMark mark) {
    byte[] key = bytes(WatermarkMark.KEY);
    return new Received<>("topic", partition, 0, 0, key, null, null, mark, null);
  }

  private static <V extends SpecificRecordBase> Received<V> of(
      String topic, String key, byte[] bytes, V value) {
    return new Received<>(topic, 0, 0, 0, bytes(key), bytes, value, null, null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
