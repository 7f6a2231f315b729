package dev.freshet.flink.fusion;

import static dev.freshet.flink.fusion.TinyFusion.UPDATED;
import static dev.freshet.flink.fusion.TinyFusion.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.flink.CollectingSink;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.topic.DeadLetter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FusionJobTest {

  @RegisterExtension static final MiniClusterExtension FLINK = new MiniClusterExtension();

  private static final float[] SEEN = {0.5f, -1, 2};

  @Test
  void fusesVectorsWithEncodedTextAndRefusesWhatIsNoVector() throws Exception {
    Video good = video("v1", "cats playing", UPDATED, Map.of(Modality.VISUAL, SEEN));
    Video broken = video("v2", "", UPDATED, Map.of(Modality.VISUAL, new float[] {0, Float.NaN, 0}));
    Video unknown =
        Video.newBuilder(video("v3", "", UPDATED, Map.of()))
            .setModalities(Map.of("smell", List.of(1f)))
            .build();
    var rows = new CollectingSink<Upsert<EmbeddingRow>>();
    var deadLetters = new CollectingSink<DeadLetter>();

    try (TinyFusion fusion = new TinyFusion(SentenceEncoder.DIMENSION, 1);
        SentenceEncoder encoder = SentenceEncoder.load(OnnxRuntime.cpu())) {
      Received<ModelRelease> release = fusion.release("g1");
      ModelRelease damaged =
          ModelRelease.newBuilder(release.required())
              .setGeneration("g0")
              .setNetwork(ByteBuffer.wrap(new byte[] {1, 2, 3}))
              .build();
      run(
          List.of(Records.of(good), Records.of(broken), Records.of(unknown)),
          List.of(TinyFusion.received(damaged), release),
          rows,
          deadLetters);

      assertThat(rows.written()).hasSize(1);
      Upsert<EmbeddingRow> row = rows.written().getFirst();
      assertThat(row.key()).isEqualTo("g1/fused/v1");
      float[] read = encoder.encode(List.of("cats playing"))[0];
      assertThat(FloatBytes.toArray(row.required().getVector()))
          .containsExactly(
              fusion.offline(Map.of(Modality.VISUAL, SEEN, Modality.TEXTUAL, read)), within(1e-5f));
    }
    assertThat(deadLetters.written().stream().map(DeadLetter::toString))
        .hasSize(3)
        .anyMatch(letter -> letter.contains("modalities.visual must hold finite numbers only"))
        .anyMatch(letter -> letter.contains("may have visual, acoustic, textual only, not smell"))
        .anyMatch(letter -> letter.contains("metammf: loading the network"));
  }

  private static void run(
      List<Received<Video>> videos,
      List<Received<ModelRelease>> releases,
      CollectingSink<Upsert<EmbeddingRow>> rows,
      CollectingSink<DeadLetter> deadLetters)
      throws Exception {
    Settings settings = new Settings(Profile.LIVE, Map.of());
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, FusionJob.NAME));
    env.setParallelism(1);
    FusionJob.define(
        env.fromData(videos, SerializedBy.received(Video.class)),
        env.fromData(releases, SerializedBy.received(ModelRelease.class)),
        FusionConfig.from(settings),
        rows,
        deadLetters);
    env.execute(FusionJob.NAME);
  }
}
