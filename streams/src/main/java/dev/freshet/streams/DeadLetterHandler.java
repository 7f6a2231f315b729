package dev.freshet.streams;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record of one of our topics that cannot be read or processed to its dead letters, with
 * its original bytes, in the transaction that also moves past it. A record of an internal topic is
 * of our own making: there the topology stops.
 */
public final class DeadLetterHandler
    implements DeserializationExceptionHandler, ProcessingExceptionHandler {

  /** Key of the Streams configuration under which the {@link MeterRegistry} is given. */
  static final String REGISTRY = "freshet.meter-registry";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  private final Clock clock = Clock.systemUTC();
  private @Nullable MeterRegistry registry;

  /** For Kafka Streams. */
  public DeadLetterHandler() {}

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(REGISTRY) instanceof MeterRegistry given) {
      registry = given;
      // at zero from the start, so that the first is seen as an increase
      Topics.ALL.forEach(topic -> deadLetters(given, topic.name()));
    }
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    return isOurs(record.topic())
        ? DeserializationExceptionHandler.Response.resume(
            List.of(
                deadLetter(
                    record.key(),
                    record.value(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    failure)))
        : DeserializationExceptionHandler.Response.fail();
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    return isOurs(context.topic())
        ? ProcessingExceptionHandler.Response.resume(
            List.of(
                deadLetter(
                    context.sourceRawKey(),
                    context.sourceRawValue(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    failure)))
        : ProcessingExceptionHandler.Response.fail();
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      byte @Nullable [] key,
      byte @Nullable [] value,
      String topic,
      int partition,
      long offset,
      Exception failure) {
    LOG.atWarn()
        .addKeyValue("topic", topic)
        .addKeyValue("partition", partition)
        .addKeyValue("offset", offset)
        .log("dead letter: {}", failure.getMessage());
    if (registry != null) {
      deadLetters(registry, topic).increment();
    }
    var letter =
        new DeadLetter(
            key,
            value,
            topic,
            partition,
            offset,
            String.valueOf(failure.getMessage()),
            clock.instant());
    return new ProducerRecord<>(letter.deadLetters(), null, key, value, letter.headers());
  }

  private static Counter deadLetters(MeterRegistry registry, String topic) {
    return registry.counter("freshet.dead.letters", "topic", topic);
  }

  private static boolean isOurs(@Nullable String topic) {
    return Topics.ALL.stream().anyMatch(ours -> ours.name().equals(topic));
  }
}
