package dev.freshet.loadtests.deadletters;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters back to where they came from, each source record once, however many jobs
 * could not process it. The records and the position behind them are one transaction: a re-drive
 * that is killed goes on where it stopped, and none repeats another.
 *
 * @param clients how to reach the broker
 * @param topic whose dead letters are re-driven
 * @param filter text that the reason must contain; empty for all
 */
record Redrive(KafkaClients clients, Topic<String, ?> topic, String filter) {

  private static final int LETTERS_PER_TRANSACTION = 500;

  /**
   * What became of the letters.
   *
   * @param written records in the source topic; in a rehearsal those that would be
   * @param decodable how many of them can be decoded now
   * @param repeats letters of a source record that is or was re-driven already
   * @param earlier letters that an earlier re-drive has dealt with
   * @param passedOver letters with another reason
   * @param unaddressed letters without the headers that say where they belong
   */
  record Outcome(
      long written, long decodable, long repeats, long earlier, long passedOver, long unaddressed) {

    /** For the console. */
    String text(boolean rehearsal) {
      return "%s %,d, of which %,d can be decoded now; left out: %,d repeats, %,d re-driven before, %,d with another reason, %,d without a source"
          .formatted(
              rehearsal ? "would write" : "wrote",
              written,
              decodable,
              repeats,
              earlier,
              passedOver,
              unaddressed);
    }
  }

  /** What {@link #run} would do; nothing is written. */
  Outcome rehearse() {
    return new Pass(null).run();
  }

  /** Re-drives what is there now. */
  Outcome run() {
    Map<String, Object> config = clients.config();
    // two at a time would write twice: the second one fences the first
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, RedrivePositions.GROUP + "-" + topic.name());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCreation.MAX_RECORD_BYTES);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      return new Pass(producer).run();
    }
  }

  /** A group without members, to which positions are committed from outside. */
  private ConsumerGroupMetadata group() {
    Map<String, Object> config = clients.config();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, RedrivePositions.group(filter));
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /** One run through the letters; without a producer nothing is written. */
  private final class Pass {

    private final @Nullable Producer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group = group();
    private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
    private final Set<String> sources = new HashSet<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int uncommitted;
    private int partitions;
    private long written;
    private long decodable;
    private long repeats;
    private long earlier;
    private long passedOver;
    private long unaddressed;

    Pass(@Nullable Producer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    Outcome run() {
      RedrivePositions positions = RedrivePositions.read(clients);
      var letters = new Letters(clients);
      letters.read(
          topic,
          letter -> {
            if (positions.passed(topic.deadLetters(), letter)) {
              sources.add(letter.source());
            }
          });
      if (producer != null) {
        partitions = producer.partitionsFor(topic.name()).size();
      }
      letters.read(topic, letter -> take(letter, positions));
      commit();
      return new Outcome(written, decodable, repeats, earlier, passedOver, unaddressed);
    }

    private void take(StoredLetter stored, RedrivePositions positions) {
      DeadLetter letter = stored.letter();
      if (positions.passed(topic.deadLetters(), stored)) {
        earlier++;
      } else if (!stored.reason().contains(filter)) {
        passedOver++;
      } else if (letter == null || !letter.topic().equals(topic.name())) {
        unaddressed++;
      } else if (!sources.add(stored.source())) {
        repeats++;
      } else {
        written++;
        decodable += Decoding.of(topic, stored.value()).works() ? 1 : 0;
        send(letter);
      }
      moveOn(stored);
    }

    @SuppressWarnings("NullAway") // Kafka does not say that key and value of a record may be null
    private void send(DeadLetter letter) {
      if (producer == null) {
        return;
      }
      begin(producer);
      Integer partition = letter.partition() < partitions ? letter.partition() : null;
      var unused =
          producer.send(
              new ProducerRecord<>(topic.name(), partition, letter.key(), letter.value()),
              (metadata, problem) -> {
                if (problem != null) {
                  failure.compareAndSet(null, problem);
                }
              });
    }

    private void moveOn(StoredLetter stored) {
      read.put(
          new TopicPartition(topic.deadLetters(), stored.partition()),
          new OffsetAndMetadata(stored.offset() + 1));
      if (uncommitted >= LETTERS_PER_TRANSACTION) {
        commit();
      }
    }

    private void begin(Producer<byte[], byte[]> transactional) {
      if (uncommitted++ == 0) {
        transactional.beginTransaction();
      }
    }

    private void commit() {
      if (producer == null || read.isEmpty()) {
        return;
      }
      begin(producer);
      producer.sendOffsetsToTransaction(read, group);
      producer.commitTransaction();
      uncommitted = 0;
      read.clear();
      Exception problem = failure.get();
      if (problem != null) {
        throw new IllegalStateException("writing to " + topic.name(), problem);
      }
    }
  }
}
