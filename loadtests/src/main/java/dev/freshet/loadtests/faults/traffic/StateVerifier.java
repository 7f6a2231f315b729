package dev.freshet.loadtests.faults.traffic;

import dev.freshet.loadtests.faults.traffic.Ledger.Placed;
import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Compares the published states, training examples and rankings with a ledger.
 *
 * @param clients how to reach the broker
 * @param patience how long they may take to get there
 * @param settlesWithin time in which an event that is counted a second time shows
 */
public record StateVerifier(KafkaClients clients, Duration patience, Duration settlesWithin) {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** The verdict once all is as it must be, or when the patience is over. */
  public Verdict verify(Ledger ledger) throws InterruptedException {
    Set<String> missing = new HashSet<>(ledger.watchedImpressions());
    long end = System.nanoTime() + patience.toNanos();
    Verdict verdict = look(ledger, missing);
    while (!verdict.flawless() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      verdict = look(ledger, missing);
    }
    TimeUnit.MILLISECONDS.sleep(settlesWithin.toMillis());
    return look(ledger, missing);
  }

  /** The verdict now; takes the examples that have come out of {@code missing}. */
  private Verdict look(Ledger ledger, Set<String> missing) {
    Map<String, UserState> expected = ledger.expected();
    if (!missing.isEmpty()) {
      removeFound(expected.keySet(), missing);
    }
    return Verdict.of(
        ledger.events(),
        expected,
        read(expected),
        missing.size(),
        differences(ledger.longViews(), rankings(surfaces(ledger))));
  }

  private static Set<String> surfaces(Ledger ledger) {
    Set<String> surfaces = new HashSet<>();
    ledger.longViews().keySet().forEach(placed -> surfaces.add(placed.surface()));
    return surfaces;
  }

  /** Counts of the newest window of each surface: it is the one that holds all of the traffic. */
  private Map<Placed, Long> rankings(Set<String> surfaces) {
    Map<String, Trending> newest = new HashMap<>();
    if (!surfaces.isEmpty()) {
      Deserializer<Trending> rankings = Topics.TRENDING.valueSerde().deserializer();
      new WholeTopic(clients)
          .read(
              Topics.TRENDING.name(),
              record -> {
                if (record.value() != null) {
                  Trending ranking = rankings.deserialize(record.topic(), record.value());
                  if (surfaces.contains(ranking.getSurface())) {
                    newest.merge(
                        ranking.getSurface(),
                        ranking,
                        (known, next) ->
                            next.getWindowStart().isBefore(known.getWindowStart()) ? known : next);
                  }
                }
              });
    }
    Map<Placed, Long> counts = new HashMap<>();
    newest.forEach(
        (surface, ranking) ->
            ranking
                .getVideos()
                .forEach(
                    video -> counts.put(new Placed(surface, video.getVideo()), video.getCount())));
    return counts;
  }

  private static long differences(Map<Placed, Long> expected, Map<Placed, Long> actual) {
    Set<Placed> all = new HashSet<>(expected.keySet());
    all.addAll(actual.keySet());
    return all.stream()
        .filter(placed -> !Objects.equals(expected.get(placed), actual.get(placed)))
        .count();
  }

  /** An example that comes again under its id, as after a restart, is the same one. */
  private void removeFound(Set<String> users, Set<String> missing) {
    Deserializer<TrainingExample> examples = Topics.TRAINING_EXAMPLES.valueSerde().deserializer();
    new WholeTopic(clients)
        .read(
            Topics.TRAINING_EXAMPLES.name(),
            record -> {
              if (record.key() != null
                  && record.value() != null
                  && users.contains(new String(record.key(), StandardCharsets.UTF_8))) {
                missing.remove(examples.deserialize(record.topic(), record.value()).getExampleId());
              }
            });
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
