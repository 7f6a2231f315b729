package dev.freshet.models.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.PublishedData;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundEncoderTest {
  private static final OnnxRuntime CPU = OnnxRuntime.cpu();
  private static final long ANY = -1;

  @Test
  void givesSamplesAsSharesOfFull() throws IOException {
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, 1, ANY).file(), 1, CPU)) {
      assertThat(encoder.dimension()).isEqualTo(1);
      assertThat(encoder.encode(wav(16_000, 1, 400, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {100}, within(0.01f));
      assertThat(encoder.encode(wav(16_000, 1, 400, i -> -0.5)))
          .containsExactly(new float[] {-200}, within(0.01f));
    }
  }

  @Test
  void givesSixteenBitNumbersToANetworkThatWantsThem() throws IOException {
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, ANY).file(), 32_768, CPU)) {
      assertThat(encoder.encode(wav(16_000, 1, 4, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {32_768}, within(1f));
    }
  }

  @Test
  void bringsStereoOfAnotherRateToOneChannelOf16Kilohertz() throws IOException {
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, 1, ANY).file(), 1, CPU)) {
      assertThat(encoder.encode(wav(44_100, 2, 44_100, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {4_000}, within(10f));
    }
  }

  @Test
  void cutsOffAndFillsUpToAFixedLength() throws IOException {
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(2, 1, 200).file(), 1, CPU)) {
      assertThat(encoder.encode(wav(16_000, 1, 1_000, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {25, 25}, within(0.01f));
      assertThat(encoder.encode(wav(16_000, 1, 120, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {25, 5}, within(0.01f));
    }
  }

  @Test
  void listensToThirtySecondsAtMost() throws IOException {
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, 1, ANY).file(), 1, CPU)) {
      assertThat(encoder.encode(wav(16_000, 1, 31 * 16_000, SoundEncoderTest::quarter)))
          .containsExactly(new float[] {120_000}, within(1f));
    }
  }

  @Test
  void refusesWhatIsNoSound() throws IOException {
    byte[] none = wav(16_000, 1, 0, SoundEncoderTest::quarter);
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, 1, ANY).file(), 1, CPU)) {
      assertThatThrownBy(() -> encoder.encode(new byte[0])).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> encoder.encode(new byte[100]))
          .isInstanceOf(IOException.class)
          .hasMessage("no sound of a known kind");
      assertThatThrownBy(() -> encoder.encode(none)).hasMessage("a sound without samples");
    }
  }

  @ParameterizedTest
  @CsvSource({"16000, 1000000000", "16000, 65", "2000000000, 1", "0, 1"})
  void refusesASoundWhoseHeadMakesNoSense(int rate, int channels) {
    byte[] file =
        ByteBuffer.allocate(64)
            .put(".snd".getBytes(StandardCharsets.US_ASCII))
            .putInt(24) // where the samples begin
            .putInt(40) // bytes of samples
            .putInt(3) // of 16 bits
            .putInt(rate)
            .putInt(channels)
            .array();
    try (SoundEncoder encoder = new SoundEncoder(new SumNetwork(1, 1, ANY).file(), 1, CPU)) {
      assertThatThrownBy(() -> encoder.encode(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesNetworksThatTakeNoSound() {
    for (long[] shape : new long[][] {{1, 3, 2}, {2, 100}, {1, 16_000 * 31}}) {
      byte[] network = new SumNetwork(1, shape).file();
      assertThatThrownBy(() -> new SoundEncoder(network, 1, CPU))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("an input of the shape [1, samples] is needed");
    }
  }

  @Test
  void runsAPublishedNetwork() throws IOException {
    Path file = PublishedData.folder("speech-embedding").resolve("melspectrogram.onnx");
    assumeTrue(
        Files.isRegularFile(file),
        () -> file + " is missing: published at https://github.com/dscripka/openWakeWord");
    IntToDoubleFunction low = i -> 0.5 * Math.sin(2 * Math.PI * 200 * i / 16_000);
    IntToDoubleFunction high = i -> 0.5 * Math.sin(2 * Math.PI * 3_000 * i / 16_000);
    try (SoundEncoder encoder = new SoundEncoder(Files.readAllBytes(file), 32_768, CPU)) {
      assertThat(encoder.dimension()).isEqualTo(32);
      assertThat(loudest(encoder.encode(wav(16_000, 1, 16_000, low))))
          .isLessThan(loudest(encoder.encode(wav(16_000, 1, 24_000, high))));
    }
  }

  private static double quarter(int sample) {
    return 0.25;
  }

  private static int loudest(float[] bands) {
    int loudest = 0;
    for (int band = 1; band < bands.length; band++) {
      if (bands[band] > bands[loudest]) {
        loudest = band;
      }
    }
    return loudest;
  }

  private static byte[] wav(int rate, int channels, int frames, IntToDoubleFunction level)
      throws IOException {
    ByteBuffer pcm = ByteBuffer.allocate(frames * channels * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames * channels; i++) {
      pcm.putShort((short) Math.round(level.applyAsDouble(i / channels) * 32_768));
    }
    AudioFormat format = new AudioFormat(rate, 16, channels, true, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, frames),
        AudioFileFormat.Type.WAVE,
        out);
    return out.toByteArray();
  }
}
