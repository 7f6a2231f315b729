package dev.freshet.flink.fusion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.models.media.MediaEncoder;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodersConfigTest {
  private static final String VISUAL = "freshet.fusion.visual-encoder";
  private static final String ACOUSTIC = "freshet.fusion.acoustic-encoder";
  private static final String FOLDER = "freshet.fusion.media-folder";

  @TempDir private Path folder;

  @Test
  void loadsAnEncoderForEachModalityThatHasOne() throws IOException {
    Path visual = Files.write(folder.resolve("v.onnx"), PlaneSums.PICTURE.file());
    Path acoustic = Files.write(folder.resolve("a.onnx"), PlaneSums.SOUND.file());

    Map<Modality, MediaEncoder> both =
        config(Map.of(VISUAL, visual.toString(), ACOUSTIC, acoustic.toString()))
            .load(OnnxRuntime.cpu());

    assertThat(requireNonNull(both.get(Modality.VISUAL)).dimension()).isEqualTo(3);
    assertThat(requireNonNull(both.get(Modality.ACOUSTIC)).dimension()).isEqualTo(2);
    both.values().forEach(MediaEncoder::close);
    assertThat(config(Map.of()).load(OnnxRuntime.cpu())).isEmpty();
  }

  @Test
  void namesTheKeyOfAFileThatIsNoEncoder() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no network");
    Path picture = Files.write(folder.resolve("v.onnx"), PlaneSums.PICTURE.file());

    refuses(VISUAL, folder.resolve("none.onnx"), "visual-encoder is no file");
    refuses(VISUAL, folder, "visual-encoder is no file");
    refuses(ACOUSTIC, text, "acoustic-encoder is no ONNX network that can encode");
    refuses(ACOUSTIC, picture, "the shape [1, samples] is needed");
  }

  private void refuses(String key, Path file, String message) {
    EncodersConfig config = config(Map.of(key, file.toString()));
    assertThatThrownBy(() -> config.load(OnnxRuntime.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesToDefineAJobWhoseEncoderIsMissing() {
    Settings settings =
        settings(
            Map.of(
                VISUAL,
                folder.resolve("none.onnx").toString(),
                "freshet.kafka.bootstrap-servers",
                "127.0.0.1:1"));
    var env = StreamExecutionEnvironment.getExecutionEnvironment();

    assertThatThrownBy(() -> FusionJob.define(env, settings)).hasMessageStartingWith(VISUAL);
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    assertThatThrownBy(() -> config(Map.of(FOLDER, folder.resolve("none").toString())))
        .hasMessageStartingWith(FOLDER);
    assertThatThrownBy(() -> config(Map.of("freshet.fusion.media-largest", "0b")))
        .hasMessageStartingWith("freshet.fusion.media-largest");
    assertThatThrownBy(() -> config(Map.of("freshet.fusion.visual-mean", "1;2")))
        .hasMessageStartingWith("freshet.fusion.visual-mean");
    assertThatThrownBy(() -> config(Map.of("freshet.fusion.visual-deviation", "1;0;1")))
        .hasMessageStartingWith("freshet.fusion.visual-deviation");
    assertThatThrownBy(() -> config(Map.of("freshet.fusion.acoustic-scale", "-1")))
        .hasMessageStartingWith("freshet.fusion.acoustic-scale");
    Settings withoutFolder = new Settings(Profile.LIVE, Map.of(VISUAL, "v.onnx"));
    assertThatThrownBy(() -> EncodersConfig.from(withoutFolder)).hasMessageStartingWith(FOLDER);
  }

  private EncodersConfig config(Map<String, String> values) {
    return EncodersConfig.from(settings(values));
  }

  private Settings settings(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(Map.of(FOLDER, folder.toString()));
    all.putAll(values);
    return new Settings(Profile.LIVE, all);
  }
}
