package dev.freshet.flink.kafka;

import dev.freshet.flink.eventtime.EventTime;
import dev.freshet.flink.eventtime.MarkWatermarks;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.eventtime.QuietPartitionStrategy;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A topic as a job reads it.
 *
 * <pre>
 * topic ─► source ─► marks ─► intake ─► records that can be processed
 *                                └─ DeadLetters.TAG ─► dead letters
 * </pre>
 *
 * <p>The step {@code marks} is there only where event time moves on by marks; then it and the
 * intake have one task each, however many the job has, as one task has to see all marks. In any
 * case the records of a partition stay in order up to here.
 *
 * @param topic where the records are
 * @param name of the steps in the job; the topic's unless the job writes to that as well
 * @param keys which records are wanted at all
 * @param type type of the values
 * @param eventTime event time of a value
 * @param check what is wrong with a decoded record
 * @param progress how event time moves on
 */
public record TopicReader<V extends SpecificRecordBase>(
    Topic<String, V> topic,
    String name,
    Keys keys,
    Class<V> type,
    EventTime<V> eventTime,
    Check<V> check,
    Progress progress) {

  /** A topic whose every record is wanted. */
  public TopicReader(
      Topic<String, V> topic,
      Class<V> type,
      EventTime<V> eventTime,
      Check<V> check,
      Progress progress) {
    this(topic, topic.name(), Keys.ALL, type, eventTime, check, progress);
  }

  /** The same topic with another way for event time to move on. */
  public TopicReader<V> with(Progress other) {
    return new TopicReader<>(topic, name, keys, type, eventTime, check, other);
  }

  /** The records as they are in Kafka, from the beginning where the job has no state. */
  public DataStream<Received<V>> source(
      StreamExecutionEnvironment env, KafkaConfig kafka, String job) {
    KafkaSource<Received<V>> source =
        KafkaSource.<Received<V>>builder()
            .setTopics(topic.name())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new RecordReader<>(type, keys))
            .setProperties(kafka.consumer(job))
            .build();
    return env.fromSource(source, watermarks(), name).uid(name);
  }

  /** The records that can be processed, with their watermarks. */
  public SingleOutputStreamOperator<Received<V>> intake(DataStream<Received<V>> records) {
    DataStream<Received<V>> timed =
        switch (progress) {
          case Progress.ByMarks marks ->
              records
                  .transform(
                      name + "-marks",
                      SerializedBy.received(type),
                      new MarkWatermarks<>(marks.partitions(), marks.live()))
                  .uid(name + "-marks")
                  .setParallelism(1);
          case Progress.ByEvents events -> records;
          case Progress.NotAwaited none -> records;
        };
    return timed
        .process(new Intake<>(check))
        .returns(SerializedBy.received(type))
        .uid(name + "-intake")
        .name(name + "-intake")
        // spread over more tasks, the records of a partition would overtake each other
        .setParallelism(timed.getParallelism());
  }

  private WatermarkStrategy<Received<V>> watermarks() {
    return switch (progress) {
      case Progress.ByMarks marks -> WatermarkStrategy.noWatermarks();
      case Progress.ByEvents events -> new QuietPartitionStrategy<>(eventTime, events);
      case Progress.NotAwaited none -> WatermarkStrategy.forGenerator(context -> new Idle<>());
    };
  }

  /** Says of a topic that nobody is to wait for it. */
  private static final class Idle<V> implements WatermarkGenerator<Received<V>> {

    @Override
    public void onEvent(Received<V> record, long timestamp, WatermarkOutput output) {
      // its time is nothing to wait for
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
