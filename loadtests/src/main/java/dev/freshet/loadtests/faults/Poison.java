package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Feed;
import dev.freshet.loadtests.faults.traffic.KnownTraffic;
import dev.freshet.loadtests.faults.traffic.StateVerifier;
import dev.freshet.loadtests.faults.traffic.Verdict;
import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes undecodable records among good ones, straight into {@code feedback-events} as a broken
 * producer would, and looks for each of them in the dead letters.
 *
 * @param clients how to reach the broker
 * @param records how many
 */
record Poison(
    KafkaClients clients, Feed feed, Answers answers, StateVerifier verifier, int records) {

  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** How undecodable records look: empty, text, of an unknown schema, cut off. */
  private static final int KINDS = 4;

  /** What was found of the records in the dead letters. */
  private record Found(Set<String> sources, long letters, Set<String> reasons) {}

  /**
   * Runs it.
   *
   * @param prefix of the good traffic; no other run has the same
   */
  PoisonResult run(String prefix) throws InterruptedException {
    Answers.Counts answersBefore = answers.counts();
    var traffic = new KnownTraffic(feed, prefix);
    traffic.start();
    TimeUnit.MILLISECONDS.sleep(1_000);
    double rateBefore = rateOver(traffic, BEFORE);
    long start = System.nanoTime();
    long eventsAtStart = traffic.ledger().events();
    Map<String, byte[]> written = write(prefix);
    Found found = find(written);
    while (found.sources().size() < written.size()
        && System.nanoTime() - start < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      found = find(written);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    double rate = (traffic.ledger().events() - eventsAtStart) * 1e9 / took.toNanos();
    Verdict verdict = verifier.verify(traffic.finish());
    Found last = find(written); // by now every reader has come by
    return new PoisonResult(
        records,
        last.sources().size(),
        last.letters(),
        last.reasons().size(),
        found.sources().size() == written.size() ? took : null,
        rateBefore,
        rate,
        verdict,
        answers.counts().since(answersBefore));
  }

  private static double rateOver(KnownTraffic traffic, Duration time) throws InterruptedException {
    long before = traffic.ledger().events();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    return (traffic.ledger().events() - before) * 1e9 / (System.nanoTime() - start);
  }

  /** The values that were written, by where they lie: topic, partition, offset. */
  private Map<String, byte[]> write(String prefix) throws InterruptedException {
    Map<String, Object> config = clients.config();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    Map<Future<RecordMetadata>, byte[]> sent = new HashMap<>();
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < records; number++) {
        byte[] value = value(number);
        byte[] key = (prefix + "-poison-" + number % 97).getBytes(StandardCharsets.UTF_8);
        sent.put(
            producer.send(new ProducerRecord<>(Topics.FEEDBACK_EVENTS.name(), key, value)), value);
      }
      Map<String, byte[]> written = new HashMap<>();
      for (Map.Entry<Future<RecordMetadata>, byte[]> each : sent.entrySet()) {
        RecordMetadata at = each.getKey().get();
        written.put(source(at.topic(), at.partition(), at.offset()), each.getValue());
      }
      return written;
    } catch (ExecutionException e) {
      throw new IllegalStateException("writing undecodable records", e.getCause());
    }
  }

  /** Undecodable bytes, different for each number. */
  static byte[] value(int number) {
    byte[] text = ("no event " + number).getBytes(StandardCharsets.UTF_8);
    return switch (number % KINDS) {
      case 0 -> new byte[0];
      case 1 -> text;
      case 2 -> withHeader((byte) 0xEE, text);
      default -> Arrays.copyOf(withHeader((byte) 0x11, text), 10);
    };
  }

  /** The magic bytes and a fingerprint that no schema has. */
  private static byte[] withHeader(byte fingerprint, byte[] body) {
    byte[] bytes = new byte[10 + body.length];
    Arrays.fill(bytes, 2, 10, fingerprint);
    bytes[0] = (byte) 0xC3;
    bytes[1] = 0x01;
    System.arraycopy(body, 0, bytes, 10, body.length);
    return bytes;
  }

  private Found find(Map<String, byte[]> written) {
    Set<String> sources = new HashSet<>();
    Set<String> reasons = new HashSet<>();
    long[] letters = {0};
    new WholeTopic(clients)
        .read(
            Topics.FEEDBACK_EVENTS.deadLetters(),
            record ->
                DeadLetter.of(record.key(), record.value(), record.headers())
                    .filter(letter -> !letter.reason().isBlank())
                    .filter(letter -> Arrays.equals(written.get(source(letter)), letter.value()))
                    .ifPresent(
                        letter -> {
                          sources.add(source(letter));
                          reasons.add(letter.reason());
                          letters[0]++;
                        }));
    return new Found(sources, letters[0], reasons);
  }

  private static String source(DeadLetter letter) {
    return source(letter.topic(), letter.partition(), letter.offset());
  }

  private static String source(String topic, int partition, long offset) {
    return topic + "/" + partition + "/" + offset;
  }
}
