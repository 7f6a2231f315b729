package dev.freshet.loadtests.transfer;

import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one file into the topics, each once: the records and the number of rows behind
 * them are one transaction. An import that is killed goes on where it stopped, and one that was
 * finished writes nothing, for as long as the broker keeps the group's offsets. The group is named
 * after a hash of the file's content, whatever the file is called.
 */
final class Import {

  private static final int ROWS_PER_TRANSACTION = 10_000;
  private static final int ROWS_PER_LINE = 50_000;

  /** Stands for the file: the offset of the group here is the number of rows. */
  private static final TopicPartition POSITION =
      new TopicPartition(Topics.FEEDBACK_EVENTS.name(), 0);

  private final RowFile file;
  private final ImportedRows rows;
  private final Path rejects;
  private final PrintStream out;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable ConsumerGroupMetadata group;
  private long before;
  private long read;
  private long records;
  private long bad;
  private boolean open;

  /**
   * @param rejects bad rows are added to this file, each with its file, line and cause
   */
  Import(RowFile file, ImportedRows rows, Path rejects, PrintStream out) {
    this.file = file;
    this.rows = rows;
    this.rejects = rejects;
    this.out = out;
  }

  /**
   * What became of a file.
   *
   * @param rows rows of the file
   * @param before rows that an earlier import has dealt with
   * @param records records written now; of a rehearsal those that would be
   * @param bad bad rows among the ones read now
   */
  record Outcome(long rows, long before, long records, long bad) {}

  /**
   * Reads the whole file and writes nothing.
   *
   * @param strict whether the first bad row is an error
   * @throws TransferException if there is one, or the file cannot be read
   */
  Outcome rehearse(boolean strict) {
    file.read(row -> take(row, strict));
    return outcome();
  }

  /**
   * Writes what earlier imports have not.
   *
   * @throws TransferException if the file cannot be read
   * @throws KafkaException if the broker cannot be written to
   */
  Outcome run(KafkaClients clients) {
    Map<String, Object> config = clients.config();
    String name = "freshet-import-" + ContentHash.of(file.path());
    // two at a time would write twice: the second one fences the first
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCreation.MAX_RECORD_BYTES);
    try (Producer<byte[], byte[]> transactional =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      transactional.initTransactions();
      producer = transactional;
      findPosition(clients, name);
      file.read(row -> take(row, /* strict= */ false));
      commit();
    }
    return outcome();
  }

  private Outcome outcome() {
    return new Outcome(read, before, records, bad);
  }

  private void findPosition(KafkaClients clients, String name) {
    Map<String, Object> config = clients.config();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      group = consumer.groupMetadata();
      OffsetAndMetadata position = consumer.committed(Set.of(POSITION)).get(POSITION);
      before = position == null ? 0 : position.offset();
    }
  }

  private void take(Row row, boolean strict) {
    read++;
    if (read <= before) {
      return;
    }
    try {
      List<ProducerRecord<byte[], byte[]>> made = rows.records(row);
      records += made.size();
      made.forEach(this::send);
    } catch (IllegalArgumentException e) {
      String text = "%s:%d: %s".formatted(file.name(), row.line(), e.getMessage());
      if (strict) {
        throw new TransferException(text, e);
      }
      reject(text);
    }
    if (read % ROWS_PER_TRANSACTION == 0) {
      commit();
    }
    if (read % ROWS_PER_LINE == 0) {
      out.printf("%s: %,d rows%n", file.name(), read);
    }
  }

  private void reject(String text) {
    bad++;
    try {
      Files.writeString(rejects, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new TransferException("writing " + rejects, e);
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    Producer<byte[], byte[]> transactional = producer;
    if (transactional == null) {
      return;
    }
    begin(transactional);
    var unused =
        transactional.send(
            record,
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }

  private void begin(Producer<byte[], byte[]> transactional) {
    if (!open) {
      transactional.beginTransaction();
      open = true;
    }
  }

  private void commit() {
    Producer<byte[], byte[]> transactional = producer;
    if (transactional == null || group == null || read <= before) {
      return;
    }
    begin(transactional);
    transactional.sendOffsetsToTransaction(Map.of(POSITION, new OffsetAndMetadata(read)), group);
    transactional.commitTransaction();
    open = false;
    Exception problem = failure.get();
    if (problem != null) {
      throw new KafkaException("writing what " + file.path() + " holds", problem);
    }
  }
}
