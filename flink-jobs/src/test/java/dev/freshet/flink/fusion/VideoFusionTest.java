package dev.freshet.flink.fusion;

import static dev.freshet.flink.fusion.TinyFusion.UPDATED;
import static dev.freshet.flink.fusion.TinyFusion.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VideoFusionTest {
  private static final float[] SEEN = {0.5f, -1, 2};
  private static final float[] HUGE = {1e30f, -1e30f, 1e30f};
  private static final float[] HEARD = {3, 0.25f};
  private static final float[] READ = {1, 1, -1, 0};

  private final TinyFusion fusion = new TinyFusion(4, 1);
  private final TinyFusion next = new TinyFusion(4, 2);
  private KeyedTwoInputStreamOperatorTestHarness<
          String, Received<Video>, Received<ModelRelease>, Upsert<EmbeddingRow>>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<Video>, Received<ModelRelease>, Upsert<EmbeddingRow>>
      harness() throws Exception {
    FusionConfig config = FusionConfig.from(new Settings(Profile.LIVE, Map.of()));
    var made =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, Received<Video>, Received<ModelRelease>, Upsert<EmbeddingRow>>(
            new CoBroadcastWithKeyedOperator<>(
                new VideoFusion(config), List.of(VideoFusion.RELEASES)),
            Received::keyText,
            null,
            Types.STRING);
    made.setup(
        SerializedBy.upsert(EmbeddingRow.class).createSerializer(new SerializerConfigImpl()));
    return made;
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    fusion.close();
    next.close();
  }

  @Test
  void givesEachVideoTheVectorThatTheTrainerWouldGive() throws Exception {
    release(fusion, "g1");
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN, Modality.TEXTUAL, READ)));

    assertThat(rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.key()).isEqualTo("g1/fused/v1");
              assertThat(row.required().getStep()).isEqualTo(UPDATED.toEpochMilli());
              assertThat(vector(row))
                  .containsExactly(
                      fusion.offline(Map.of(Modality.VISUAL, SEEN, Modality.TEXTUAL, READ)),
                      within(1e-5f));
            });
  }

  @Test
  void fusesAgainWhenAMissingModalityArrivesAndNotWhenAnOldRecordDoes() throws Exception {
    release(fusion, "g1");
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));
    process(
        video(
            "v1",
            "",
            UPDATED.plusSeconds(5),
            Map.of(Modality.VISUAL, SEEN, Modality.ACOUSTIC, HEARD)));
    process(video("v1", "", UPDATED.plusSeconds(1), Map.of()));

    assertThat(rows()).hasSize(2);
    assertThat(vector(rows().getLast()))
        .containsExactly(
            fusion.offline(Map.of(Modality.VISUAL, SEEN, Modality.ACOUSTIC, HEARD)), within(1e-5f));
  }

  @Test
  void fusesTheCatalogueAnewUnderTheNewGenerationAndKeepsTheLastOne() throws Exception {
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));
    assertThat(rows()).isEmpty(); // nothing to fuse with yet

    release(fusion, "g1");
    release(next, "g2");
    release(fusion, "g3");

    assertThat(rows())
        .extracting(Upsert::key)
        .containsExactly("g1/fused/v1", "g2/fused/v1", "g3/fused/v1", "g1/fused/v1");
    assertThat(rows().get(3).value()).isNull();
    assertThat(vector(rows().get(1)))
        .containsExactly(next.offline(Map.of(Modality.VISUAL, SEEN)), within(1e-5f));
    assertThat(vector(rows().get(2))).isEqualTo(vector(rows().get(0)));
  }

  @Test
  void refusesAnotherNetworkUnderTheSameGeneration() throws Exception {
    release(fusion, "g1");
    release(fusion, "g1");
    release(next, "g1");

    assertThat(rows()).isEmpty();
    assertThat(harness.getSideOutput(DeadLetters.TAG)).hasSize(1);
  }

  @Test
  void sendsAVectorOfAnotherLengthToDeadLettersAndLeavesTheRowAsItWas() throws Exception {
    release(fusion, "g1");
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));
    process(video("v1", "", UPDATED.plusSeconds(1), Map.of(Modality.VISUAL, new float[2])));

    assertThat(rows()).hasSize(1);
    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.getValue().toString())
                    .contains("the visual vector has 2 components, not 3"));
  }

  @Test
  void sendsAVectorThatFusesToNoNumberToDeadLettersAndGoesOn() throws Exception {
    release(fusion, "g1");
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, HUGE)));
    process(video("v2", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));

    assertThat(rows()).extracting(Upsert::key).containsExactly("g1/fused/v2");
    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .singleElement()
        .satisfies(
            letter -> assertThat(letter.getValue().toString()).contains("a fused component is"));
  }

  @Test
  void goesOnFusingTheCatalogueWhereAVideoFusesToNoNumber() throws Exception {
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, HUGE)));
    process(video("v2", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));

    release(fusion, "g1");

    assertThat(rows()).extracting(Upsert::key).containsExactly("g1/fused/v2");
  }

  @Test
  void takesNoTextThatItEncodedForOneNetworkAsGivenForAnother() throws Exception {
    try (TinyFusion encoded = new TinyFusion(SentenceEncoder.DIMENSION, 3)) {
      release(encoded, "g1");
      process(video("v1", "cats playing", UPDATED, Map.of(Modality.VISUAL, SEEN)));

      release(fusion, "g2");
      release(encoded, "g3");

      assertThat(rows())
          .extracting(Upsert::key)
          .startsWith("g1/fused/v1", "g2/fused/v1", "g3/fused/v1");
      assertThat(vector(rows().get(1)))
          .containsExactly(fusion.offline(Map.of(Modality.VISUAL, SEEN)), within(1e-5f));
      assertThat(vector(rows().get(2))).isEqualTo(vector(rows().get(0)));
    }
  }

  @Test
  void removesTheRowsOfARemovedVideoAndKeepsNothingOfIt() throws Exception {
    release(fusion, "g1");
    release(next, "g2");
    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));
    harness.processElement1(Records.removal("v1", 0), 0);

    assertThat(rows().subList(1, 3))
        .extracting(Upsert::key)
        .containsExactly("g1/fused/v1", "g2/fused/v1");
    assertThat(rows().subList(1, 3)).extracting(Upsert::value).containsOnlyNulls();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void goesOnWithItsReleaseAfterARestore() throws Exception {
    release(fusion, "g1");
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();

    process(video("v1", "", UPDATED, Map.of(Modality.VISUAL, SEEN)));

    assertThat(vector(rows().getFirst()))
        .containsExactly(fusion.offline(Map.of(Modality.VISUAL, SEEN)), within(1e-5f));
  }

  private void process(Video video) throws Exception {
    harness.processElement1(Records.of(video), 0);
  }

  private void release(TinyFusion from, String generation) throws Exception {
    harness.processElement2(from.release(generation), 0);
  }

  private List<Upsert<EmbeddingRow>> rows() {
    return harness.extractOutputValues();
  }

  private static float[] vector(Upsert<EmbeddingRow> row) {
    return FloatBytes.toArray(row.required().getVector());
  }
}
