package dev.freshet.loadtests.faults.traffic;

import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Compares the published states with a ledger.
 *
 * @param clients how to reach the broker
 * @param patience how long the states may take to get there
 */
public record StateVerifier(KafkaClients clients, Duration patience) {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Time in which an event that is counted a second time would show. */
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(3);

  /** The verdict once all is as it must be, or when the patience is over. */
  public Verdict verify(Ledger ledger) throws InterruptedException {
    Map<String, UserState> expected = ledger.expected();
    long end = System.nanoTime() + patience.toNanos();
    Verdict verdict = Verdict.of(ledger.events(), expected, read(expected));
    while (!verdict.flawless() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      verdict = Verdict.of(ledger.events(), expected, read(expected));
    }
    TimeUnit.MILLISECONDS.sleep(SETTLES_WITHIN.toMillis());
    return Verdict.of(ledger.events(), expected, read(expected));
  }

  /** The newest state of each of the users that are asked for. */
  private Map<String, UserState> read(Map<String, ?> users) {
    Deserializer<UserState> states = Topics.USER_STATES.valueSerde().deserializer();
    Map<String, UserState> newest = new HashMap<>();
    new WholeTopic(clients)
        .read(
            Topics.USER_STATES.name(),
            record -> {
              String user = new String(record.key(), StandardCharsets.UTF_8);
              if (record.value() != null && users.containsKey(user)) {
                newest.merge(
                    user,
                    states.deserialize(record.topic(), record.value()),
                    (known, next) -> next.getVersion() >= known.getVersion() ? next : known);
              }
            });
    return newest;
  }
}
