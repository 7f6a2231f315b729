package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StateDigestTest {

  private static final Instant AT = Instant.parse("2022-04-25T00:00:00Z");

  private static final List<Consumer<StateDigest>> RECORDS =
      List.of(
          digest -> digest.userState("alice", state("alice", 1)),
          digest -> digest.userState("alice", state("alice", 2)),
          digest -> digest.userState("bob", state("bob", 1)),
          digest -> digest.row("g/video/cat", row("cat", 3, 0.5f)),
          digest -> digest.row("g/video/cat", row("cat", 7, 0.25f)),
          digest -> digest.row("g/video/dog", row("dog", 7, 1f)),
          digest -> digest.release("sasrec", release(5, 1)),
          digest -> digest.release("sasrec", release(9, 2)));

  @Test
  void doesNotDependOnTheOrderOfTheRecordsOrOnRepeats() {
    String expected = digestOf(RECORDS);

    for (int seed = 0; seed < 20; seed++) {
      List<Consumer<StateDigest>> shuffled = new ArrayList<>(RECORDS);
      shuffled.addAll(RECORDS.subList(0, seed % RECORDS.size()));
      Collections.shuffle(shuffled, new Random(seed));

      assertThat(digestOf(shuffled)).isEqualTo(expected);
    }
    assertThat(expected).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void changesWithEachOfTheThree() {
    var digest = new StateDigest();
    RECORDS.forEach(record -> record.accept(digest));
    String before = digest.value();

    digest.userState("bob", state("bob", 2));
    String afterState = digest.value();
    digest.row("g/video/dog", row("dog", 8, 1.5f));
    String afterRow = digest.value();
    digest.release("sasrec", release(10, 3));
    String afterRelease = digest.value();

    assertThat(List.of(before, afterState, afterRow, afterRelease)).doesNotHaveDuplicates();
  }

  @Test
  void forgetsARemovedRow() {
    var digest = new StateDigest();
    digest.row("g/video/cat", row("cat", 3, 0.5f));
    digest.row("g/video/cat", null);

    assertThat(digest.value()).isEqualTo(new StateDigest().value());
    assertThat(digest.sizes()).isEqualTo(new StateDigest.Sizes(0, 0, 0));
  }

  private static String digestOf(List<Consumer<StateDigest>> records) {
    var digest = new StateDigest();
    records.forEach(record -> record.accept(digest));
    return digest.value();
  }

  private static byte[] state(String user, long version) {
    return Topics.USER_STATES
        .valueSerde()
        .serializer()
        .serialize(
            Topics.USER_STATES.name(),
            UserState.newBuilder()
                .setUser(user)
                .setVersion(version)
                .setAsOf(AT)
                .setCounters(UserCounters.newBuilder().setImpressions(version).build())
                .build());
  }

  private static byte[] row(String video, long step, float component) {
    return Topics.EMBEDDING_ROWS
        .valueSerde()
        .serializer()
        .serialize(
            Topics.EMBEDDING_ROWS.name(),
            EmbeddingRow.newBuilder()
                .setGeneration("g")
                .setTable("video")
                .setId(video)
                .setStep(step)
                .setVector(FloatBytes.of(new float[] {component}))
                .build());
  }

  private static byte[] release(long step, int network) {
    return Topics.MODEL_RELEASES
        .valueSerde()
        .serializer()
        .serialize(
            Topics.MODEL_RELEASES.name(),
            ModelRelease.newBuilder()
                .setModel("sasrec")
                .setGeneration("g")
                .setStep(step)
                .setLearnedUpTo(AT)
                .setNetwork(ByteBuffer.wrap(new byte[] {(byte) network}))
                .setProbe(new Probe(Map.of(), Map.of(), 1e-4f))
                .setProvenance(new ReleaseProvenance("tiny", "{}", 42L))
                .build());
  }
}
