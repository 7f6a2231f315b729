package dev.freshet.flink.fusion;

import static dev.freshet.flink.fusion.TinyFusion.UPDATED;
import static dev.freshet.flink.fusion.TinyFusion.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedMediaTest {
  private static final float[] WHITE = {4, 4, 4}; // four white pixels
  private static final float[] HEARD = {1, 0.5f}; // samples of 1/2, 1/2 and 1/4, 1/4

  @TempDir private Path folder;
  private final TinyFusion fusion = new TinyFusion(4, 1);
  private final Map<String, String> settings = new HashMap<>();
  private KeyedTwoInputStreamOperatorTestHarness<
          String, Received<Video>, Received<ModelRelease>, Upsert<EmbeddingRow>>
      harness;

  @BeforeEach
  void open() throws Exception {
    BufferedImage white = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < 32; p++) {
      white.setRGB(p % 8, p / 8, 0xffffff);
    }
    ImageIO.write(white, "png", folder.resolve("white.png").toFile());
    byte[] pcm = {0, 64, 0, 64, 0, 32, 0, 32};
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(pcm), new AudioFormat(16_000, 16, 1, true, false), 4),
        AudioFileFormat.Type.WAVE,
        folder.resolve("four.wav").toFile());
    Files.writeString(folder.resolve("broken.png"), "no picture");
    settings.put("freshet.fusion.media-folder", folder.toString());
    settings.put("freshet.fusion.visual-encoder", written("v.onnx", PlaneSums.PICTURE));
    settings.put("freshet.fusion.acoustic-encoder", written("a.onnx", PlaneSums.SOUND));
    start(null);
  }

  private String written(String name, PlaneSums network) throws IOException {
    return Files.write(folder.resolve(name), network.file()).toString();
  }

  private void start(@Nullable OperatorSubtaskState snapshot) throws Exception {
    FusionConfig config = FusionConfig.from(new Settings(Profile.LIVE, settings));
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new VideoFusion(config), List.of(VideoFusion.RELEASES)),
            Received::keyText,
            null,
            Types.STRING);
    harness.setup(
        SerializedBy.upsert(EmbeddingRow.class).createSerializer(new SerializerConfigImpl()));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    fusion.close();
  }

  @Test
  void encodesTheCoverAndTheSoundOfAVideoWithoutVectors() throws Exception {
    release("g1");
    process(linked("v1", Map.of(), "file:white.png", "file:four.wav"));

    assertThat(last()).containsExactly(fused(WHITE, HEARD), within(1e-5f));
  }

  @Test
  void prefersAGivenVector() throws Exception {
    float[] given = {0.5f, -1, 2};
    release("g1");
    process(linked("v1", Map.of(Modality.VISUAL, given), "file:white.png", "file:four.wav"));

    assertThat(last()).containsExactly(fused(given, HEARD), within(1e-5f));
  }

  @Test
  void fusesTheRestWhereAFileCannotBeRead() throws Exception {
    release("g1");
    process(linked("v1", Map.of(), "file:broken.png", "file:four.wav"));
    process(linked("v2", Map.of(), "file:../elsewhere.png", "file:none.wav"));
    process(linked("v3", Map.of(), "https://example.org/cover.png", "file:four.wav"));

    List<Upsert<EmbeddingRow>> rows = harness.extractOutputValues();
    float[] heardOnly = fusion.offline(Map.of(Modality.ACOUSTIC, HEARD));
    assertThat(rows).hasSize(3);
    assertThat(vector(rows.get(0))).containsExactly(heardOnly, within(1e-5f));
    assertThat(vector(rows.get(1))).containsExactly(fusion.offline(Map.of()), within(1e-5f));
    assertThat(vector(rows.get(2))).containsExactly(heardOnly, within(1e-5f));
  }

  @Test
  void encodesAFileOnceForAllReleasesAlsoAfterARestart() throws Exception {
    process(linked("v1", Map.of(), "file:white.png", "file:four.wav"));
    release("g1");
    Files.delete(folder.resolve("white.png"));
    restart();
    release("g2");

    assertThat(last()).containsExactly(fused(WHITE, HEARD), within(1e-5f));
  }

  @Test
  void encodesAnewWithAnotherEncoder() throws Exception {
    process(linked("v1", Map.of(), "file:white.png", "file:four.wav"));
    release("g1");
    settings.put("freshet.fusion.visual-mean", "0.5;0.5;0.5");
    restart();
    release("g2");

    assertThat(last()).containsExactly(fused(new float[] {2, 2, 2}, HEARD), within(1e-5f));
  }

  @Test
  void encodesNothingForANetworkThatTakesOtherLengths() throws Exception {
    settings.put("freshet.fusion.acoustic-encoder", written("a.onnx", PlaneSums.SOUND));
    Path other = Files.write(folder.resolve("v2.onnx"), PlaneSums.WIDE_PICTURE.file());
    settings.put("freshet.fusion.visual-encoder", other.toString());
    restart();
    release("g1");
    process(linked("v1", Map.of(), "file:white.png", "file:four.wav"));

    assertThat(last())
        .containsExactly(fusion.offline(Map.of(Modality.ACOUSTIC, HEARD)), within(1e-5f));
  }

  @Test
  void countsWhatItEncodesAndWhatItCannotRead() {
    Counter encoded = new SimpleCounter();
    Counter unreadable = new SimpleCounter();
    EncodersConfig config = EncodersConfig.from(new Settings(Profile.LIVE, settings));
    ModelRelease release = fusion.release("g1").required();
    try (MediaVectors media = new MediaVectors(config, OnnxRuntime.cpu(), encoded, unreadable)) {
      Video once = media.encode(release, linked("v1", Map.of(), "file:white.png", "file:four.wav"));
      media.encode(release, once);
      media.encode(release, linked("v2", Map.of(), "https://example.org/a.png", "file:none.wav"));
      media.encode(release, linked("v3", Map.of(), "file:broken.png", "file:../four.wav"));
    }

    assertThat(encoded.getCount()).isEqualTo(2);
    assertThat(unreadable.getCount()).isEqualTo(3);
  }

  private void restart() throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    start(snapshot);
  }

  private static Video linked(String id, Map<Modality, float[]> given, String cover, String audio) {
    return Video.newBuilder(video(id, "", UPDATED, given))
        .setMedia(Map.of("cover", cover, "audio", audio))
        .build();
  }

  private void process(Video video) throws Exception {
    harness.processElement1(Records.of(video), 0);
  }

  private void release(String generation) throws Exception {
    harness.processElement2(fusion.release(generation), 0);
  }

  private float[] fused(float[] visual, float[] acoustic) {
    return fusion.offline(Map.of(Modality.VISUAL, visual, Modality.ACOUSTIC, acoustic));
  }

  private float[] last() {
    return vector(harness.extractOutputValues().getLast());
  }

  private static float[] vector(Upsert<EmbeddingRow> row) {
    return FloatBytes.toArray(row.required().getVector());
  }
}
