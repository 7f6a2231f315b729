package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.media.MediaEncoder;
import dev.freshet.models.media.PictureEncoder;
import dev.freshet.models.media.SoundEncoder;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Covers and sounds of every kind that is read, with networks that add up what they are given. */
class MediaFuzzTest {

  private static final PictureEncoder PICTURES =
      new PictureEncoder(
          sum(3, 1, 3, 2, 2), new float[3], new float[] {1, 1, 1}, OnnxRuntime.cpu());
  private static final SoundEncoder SOUNDS = new SoundEncoder(sum(1, 1, -1), 1, OnnxRuntime.cpu());

  @AfterContainer
  static void close() {
    PICTURES.close();
    SOUNDS.close();
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void everyPictureIsEncodedOrRefused(@ForAll Random random) {
    List<byte[]> valid = Stream.of("png", "jpg", "gif", "bmp").map(MediaFuzzTest::picture).toList();

    Fuzz.round(random, 4_000, valid, bytes -> encodedOrRefused(PICTURES, bytes));
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void everySoundIsEncodedOrRefused(@ForAll Random random) {
    List<byte[]> valid =
        List.of(
            sound(AudioFileFormat.Type.WAVE, 16_000, 16, 1),
            sound(AudioFileFormat.Type.WAVE, 44_100, 8, 2),
            sound(AudioFileFormat.Type.AIFF, 22_050, 16, 2),
            sound(AudioFileFormat.Type.AU, 8_000, 16, 1));

    Fuzz.round(random, 4_000, valid, bytes -> encodedOrRefused(SOUNDS, bytes));
  }

  private static void encodedOrRefused(MediaEncoder encoder, byte[] file) {
    float[] vector;
    try {
      vector = encoder.encode(file);
    } catch (IOException e) {
      return; // refused
    }
    assertThat(vector).hasSize(encoder.dimension());
  }

  private static byte[] picture(String kind) {
    BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.ORANGE);
    canvas.fillRect(0, 0, 4, 6); // the left half
    canvas.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, kind, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Forty frames of it. */
  private static byte[] sound(AudioFileFormat.Type type, int rate, int bits, int channels) {
    boolean bigEndian = !type.equals(AudioFileFormat.Type.WAVE);
    AudioFormat format = new AudioFormat(rate, bits, channels, /* signed= */ bits > 8, bigEndian);
    byte[] samples = new byte[40 * format.getFrameSize()];
    new Random(7).nextBytes(samples);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      AudioSystem.write(
          new AudioInputStream(new ByteArrayInputStream(samples), format, 40), type, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** A network that sums up {@code rows} rows of its input. */
  private static byte[] sum(int rows, long... shape) {
    return OnnxExport.bytes("sum", new Sum(rows, shape), List.of());
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  private record Sum(int rows, long[] shape) implements Network {

    @Override
    public List<Parameter> initialise(long seed) {
      return List.of();
    }

    @Override
    public List<Input> inputs() {
      List<Axis> axes =
          Arrays.stream(shape)
              .mapToObj(size -> size > 0 ? Axis.of(size) : Axis.named("any"))
              .toList();
      return List.of(new Input("in", DataType.FLOAT, axes));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T flat = ops.reshape(inputs.tensor("in"), rows, -1);
      return new Tensors<T>()
          .put("out", ops.reshape(ops.reduce(Reduction.SUM, flat, false, 1), 1, rows));
    }
  }
}
