package dev.freshet.loadtests.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StateVerifierIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  private static final long AT = 1_767_225_600_000L;

  @Test
  void takesTheNewestStateWhateverCameAfterIt() throws InterruptedException {
    Ledger ledger = new Ledger();
    ledger.acknowledged(List.of(like("alice", 0)));
    UserState first = ledger.expected().get("alice");
    ledger.acknowledged(List.of(like("alice", 1)));
    UserState second = ledger.expected().get("alice");
    KAFKA.send(Topics.USER_STATES, "alice", second);
    KAFKA.send(Topics.USER_STATES, "alice", first); // again, after a restart
    KAFKA.send(Topics.USER_STATES, "somebody-else", first);

    Verdict verdict = verifier().verify(ledger);

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 0, 0, 0, 0));
  }

  @Test
  void saysWhatIsLostWhenThePatienceIsOver() throws InterruptedException {
    Ledger ledger = new Ledger();
    ledger.acknowledged(List.of(like("bob", 0)));
    KAFKA.send(Topics.USER_STATES, "bob", ledger.expected().get("bob"));
    ledger.acknowledged(List.of(like("bob", 1), like("bob", 2)));

    Verdict verdict = verifier().verify(ledger);

    assertThat(verdict).isEqualTo(new Verdict(3, 2, 0, 1, 0, 0));
  }

  @Test
  void countsAnExampleOnceHoweverOftenItCame() throws InterruptedException {
    Ledger ledger = watched("carol");
    KAFKA.send(Topics.TRAINING_EXAMPLES, "carol", example("carol", "carol-0"));
    KAFKA.send(Topics.TRAINING_EXAMPLES, "carol", example("carol", "carol-0")); // a restart
    KAFKA.send(Topics.TRAINING_EXAMPLES, "carol", null); // such as a mark between them
    KAFKA.send(Topics.TRAINING_EXAMPLES, "carol", example("carol", "carol-2"));

    Verdict verdict = verifier().verify(ledger);

    assertThat(verdict).isEqualTo(new Verdict(4, 0, 0, 0, 0, 0));
  }

  @Test
  void saysHowManyExamplesAreMissing() throws InterruptedException {
    Ledger ledger = watched("dave");
    KAFKA.send(Topics.TRAINING_EXAMPLES, "dave", example("dave", "dave-0"));
    KAFKA.send(Topics.TRAINING_EXAMPLES, "erin", example("erin", "dave-2")); // of somebody else

    Verdict verdict = verifier().verify(ledger);

    assertThat(verdict).isEqualTo(new Verdict(4, 0, 0, 0, 1, 0));
  }

  @Test
  void comparesTheNewestRankingOfASurfaceWithTheLongViews() throws InterruptedException {
    Ledger ledger = new Ledger();
    ledger.acknowledged(
        List.of(
            longView("frank", 0, "cat"), longView("frank", 1, "cat"), longView("frank", 2, "dog")));
    KAFKA.send(Topics.USER_STATES, "frank", ledger.expected().get("frank"));
    KAFKA.send(Topics.TRENDING, "franks/1", ranking("franks", 1, Map.of("cat", 1L, "dog", 1L)));
    KAFKA.send(Topics.TRENDING, "franks/0", ranking("franks", 0, Map.of("cat", 2L, "dog", 1L)));
    KAFKA.send(Topics.TRENDING, "main/2", ranking("main", 2, Map.of("cow", 7L)));

    Verdict stale = verifier().verify(ledger);
    KAFKA.send(Topics.TRENDING, "franks/1", ranking("franks", 1, Map.of("cat", 2L, "dog", 1L)));
    Verdict verdict = verifier().verify(ledger);

    assertThat(stale).isEqualTo(new Verdict(3, 0, 0, 0, 0, 1));
    assertThat(verdict.flawless()).isTrue();
  }

  private static Trending ranking(String surface, int window, Map<String, Long> counts) {
    Instant start = Instant.ofEpochMilli(AT).plusSeconds(120L * window);
    return Trending.newBuilder()
        .setSurface(surface)
        .setWindowStart(start)
        .setWindowEnd(start.plusSeconds(600))
        .setVideos(
            counts.entrySet().stream()
                .map(count -> new TrendingVideo(count.getKey(), count.getValue()))
                .toList())
        .build();
  }

  private static ClientEvent longView(String user, int number, String video) {
    return new ClientEvent(
        user + "-" + number,
        null,
        user,
        video,
        "WATCH",
        AT + number,
        20_000L,
        20_000L,
        null,
        user + "s",
        "phone");
  }

  /** Two impressions that were watched, and the state they make. */
  private static Ledger watched(String user) {
    Ledger ledger = new Ledger();
    ledger.acknowledged(
        List.of(
            event(user, 0, "IMPRESSION", "cat"),
            event(user, 1, "WATCH", "cat"),
            event(user, 2, "IMPRESSION", "dog"),
            event(user, 3, "WATCH", "dog")));
    KAFKA.send(Topics.USER_STATES, user, ledger.expected().get(user));
    return ledger;
  }

  private static TrainingExample example(String user, String id) {
    return TrainingExample.newBuilder()
        .setExampleId(id)
        .setUser(user)
        .setVideo("cat")
        .setSurface("main")
        .setShownAt(Instant.ofEpochMilli(AT))
        .setLabelledAt(Instant.ofEpochMilli(AT))
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(true)
        .setLiked(false)
        .build();
  }

  private static StateVerifier verifier() {
    return new StateVerifier(
        KafkaClients.of(KAFKA.bootstrapServers()), Duration.ZERO, Duration.ZERO);
  }

  private static ClientEvent like(String user, int number) {
    return event(user, number, "LIKE", "v" + number);
  }

  private static ClientEvent event(String user, int number, String kind, String video) {
    return new ClientEvent(
        user + "-" + number,
        null,
        user,
        video,
        kind,
        AT + number,
        null,
        null,
        null,
        "main",
        "phone");
  }
}
