package dev.freshet.flink.passthrough;

import dev.freshet.flink.Settings;
import dev.freshet.flink.events.EventsConfig;
import dev.freshet.flink.events.FeedbackEvents;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Copies feedback events, with the sources and sinks of the other jobs and nothing in between: the
 * floor of what freshness can be.
 *
 * <pre>
 * feedback-events ─► intake ─► pass-through
 * </pre>
 */
public final class PassThroughJob {

  /** Name of the job and of the topic that it writes. */
  public static final String NAME = "pass-through";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, PassThroughJob::define);

  private PassThroughJob() {}

  /** Creates the topic where it is missing. */
  public static void createTopic(Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    try (Admin admin = Admin.create(kafka.admin())) {
      NewTopic topic = new NewTopic(NAME, kafka.partitions(), (short) kafka.replication());
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("creating the topic " + NAME, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating the topic " + NAME, e);
    }
  }

  /** Wires the job to Kafka. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    var reader = FeedbackEvents.reader(EventsConfig.from(settings, kafka.partitions()));
    var sink =
        KafkaSink.<Received<FeedbackEvent>>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setKafkaProducerConfig(kafka.producer())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new Copy())
            .build();
    env.setParallelism(1);
    reader.intake(reader.source(env, kafka, NAME)).sinkTo(sink).uid(NAME).name(NAME);
  }

  /** Writes the record as it was read. */
  private static final class Copy
      implements KafkaRecordSerializationSchema<Received<FeedbackEvent>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Received<FeedbackEvent> record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(NAME, record.key(), record.bytes());
    }
  }
}
