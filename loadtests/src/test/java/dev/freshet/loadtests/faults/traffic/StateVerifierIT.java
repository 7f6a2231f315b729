package dev.freshet.loadtests.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import java.time.Duration;
import java.util.List;
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

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 0, 0));
  }

  @Test
  void saysWhatIsLostWhenThePatienceIsOver() throws InterruptedException {
    Ledger ledger = new Ledger();
    ledger.acknowledged(List.of(like("bob", 0)));
    KAFKA.send(Topics.USER_STATES, "bob", ledger.expected().get("bob"));
    ledger.acknowledged(List.of(like("bob", 1), like("bob", 2)));

    Verdict verdict = verifier().verify(ledger);

    assertThat(verdict).isEqualTo(new Verdict(3, 2, 0, 1));
  }

  private static StateVerifier verifier() {
    return new StateVerifier(KafkaClients.of(KAFKA.bootstrapServers()), Duration.ofSeconds(2));
  }

  private static ClientEvent like(String user, int number) {
    return new ClientEvent(
        user + "-" + number,
        null,
        user,
        "v" + number,
        "LIKE",
        AT + number,
        null,
        null,
        null,
        "main",
        "phone");
  }
}
