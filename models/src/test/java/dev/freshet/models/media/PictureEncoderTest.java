package dev.freshet.models.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.PublishedData;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureEncoderTest {
  private static final OnnxRuntime CPU = OnnxRuntime.cpu();
  private static final float[] ZERO = {0, 0, 0};
  private static final float[] ONE = {1, 1, 1};

  private static final byte[] PLANES = new SumNetwork(3, 1, 3, 2, 2).file();

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void givesPlanesOfRedGreenAndBlue(String kind) throws IOException {
    try (PictureEncoder encoder = new PictureEncoder(PLANES, ZERO, ONE, CPU)) {
      assertThat(encoder.dimension()).isEqualTo(3);
      assertThat(encoder.encode(picture(40, 20, new Color(255, 51, 0), kind)))
          .containsExactly(new float[] {4, 0.8f, 0}, within(0.05f));
    }
  }

  @Test
  void takesTheMeanAwayAndDividesByTheDeviation() throws IOException {
    float[] mean = {0.5f, 0.5f, 0.5f};
    float[] deviation = {0.25f, 0.5f, 1};
    try (PictureEncoder encoder = new PictureEncoder(PLANES, mean, deviation, CPU)) {
      assertThat(encoder.encode(picture(2, 2, Color.WHITE, "png")))
          .containsExactly(new float[] {8, 4, 2}, within(1e-5f));
    }
  }

  @Test
  void scalesAPictureOfAnotherShapeToThatOfTheNetwork() throws IOException {
    byte[] pixels = new SumNetwork(12, 1, 3, 2, 2).file();
    BufferedImage halves = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = halves.createGraphics();
    canvas.setColor(Color.RED);
    canvas.fillRect(0, 0, 32, 32); // the left half
    canvas.dispose();
    try (PictureEncoder encoder = new PictureEncoder(pixels, ZERO, ONE, CPU)) {
      assertThat(encoder.encode(written(halves, "png")))
          .containsExactly(new float[] {1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, within(0.01f));
    }
  }

  @Test
  void refusesWhatIsNoPicture() throws IOException {
    byte[] whole = picture(200, 200, Color.PINK, "png");
    try (PictureEncoder encoder = new PictureEncoder(PLANES, ZERO, ONE, CPU)) {
      assertThatThrownBy(() -> encoder.encode(new byte[0])).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> encoder.encode(new byte[] {1, 2, 3}))
          .hasMessage("no picture of a known kind");
      assertThatThrownBy(() -> encoder.encode(Arrays.copyOf(whole, 40)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesAPictureTooNarrowToBeSampledBeforeItUnpacksIt() throws IOException {
    byte[] file = picture(2, 2, Color.WHITE, "png");
    file[20] = 2; // height in a PNG's head: 33,554,434
    try (PictureEncoder encoder = new PictureEncoder(PLANES, ZERO, ONE, CPU)) {
      assertThatThrownBy(() -> encoder.encode(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too narrow");
    }
  }

  @Test
  void refusesAPictureOfTooManyPixelsBeforeItUnpacksThem() throws IOException {
    byte[] file = picture(2, 2, Color.WHITE, "png");
    for (int at : new int[] {16, 20}) { // width and height in a PNG's head: 65,536 each
      file[at + 1] = 1;
      file[at + 3] = 0;
    }
    try (PictureEncoder encoder = new PictureEncoder(PLANES, ZERO, ONE, CPU)) {
      assertThatThrownBy(() -> encoder.encode(file))
          .hasMessage("4294967296 pixels, more than 100000000");
    }
  }

  @Test
  void refusesNetworksThatTakeNoPicture() {
    for (long[] shape : new long[][] {{1, 3}, {1, 1, 2, 2}, {2, 3, 2, 2}, {1, 3, 2, -1}}) {
      byte[] network = new SumNetwork(1, shape).file();
      assertThatThrownBy(() -> new PictureEncoder(network, ZERO, ONE, CPU))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("an input of the shape [1, 3, height, width] is needed, not");
    }
    assertThatThrownBy(() -> new PictureEncoder(new byte[] {1, 2}, ZERO, ONE, CPU))
        .isInstanceOf(ModelException.class)
        .hasMessage("picture encoder: loading the network");
  }

  @Test
  void hasAnotherFingerprintForEachNetworkAndPreparation() {
    float[] half = {0.5f, 0.5f, 0.5f};
    byte[] larger = new SumNetwork(3, 1, 3, 4, 4).file();
    try (PictureEncoder one = new PictureEncoder(PLANES, ZERO, ONE, CPU);
        PictureEncoder same = new PictureEncoder(PLANES, ZERO, ONE, CPU);
        PictureEncoder shifted = new PictureEncoder(PLANES, half, ONE, CPU);
        PictureEncoder other = new PictureEncoder(larger, ZERO, ONE, CPU)) {
      assertThat(same.fingerprint()).isEqualTo(one.fingerprint()).hasSize(16);
      assertThat(shifted.fingerprint()).isNotEqualTo(one.fingerprint());
      assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
    }
  }

  @Test
  void runsAPublishedNetworkWhoseOutputIsAListOfRows() throws IOException {
    Path file = PublishedData.folder("yolox-nano").resolve("yolox_nano.onnx");
    assumeTrue(
        Files.isRegularFile(file),
        () -> file + " is missing: published at https://github.com/Megvii-BaseDetection/YOLOX");
    float[] levels = {1 / 255f, 1 / 255f, 1 / 255f};
    try (PictureEncoder encoder = new PictureEncoder(Files.readAllBytes(file), ZERO, levels, CPU)) {
      assertThat(encoder.dimension()).isEqualTo(85);
      float[] red = encoder.encode(picture(320, 240, Color.RED, "jpg"));
      assertThat(red).hasSize(85);
      assertThat(encoder.encode(picture(320, 240, Color.RED, "jpg"))).isEqualTo(red);
      assertThat(encoder.encode(picture(320, 240, Color.BLUE, "jpg"))).isNotEqualTo(red);
    }
  }

  private static byte[] picture(int width, int height, Color colour, String kind)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(colour);
    canvas.fillRect(0, 0, width, height);
    canvas.dispose();
    return written(image, kind);
  }

  private static byte[] written(BufferedImage image, String kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, kind, out)).isTrue();
    return out.toByteArray();
  }
}
