package dev.freshet.models.media;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Encodes a picture (JPEG, PNG, GIF, BMP): scaled to the network's height and width whatever its
 * shape, as red, green and blue planes, {@code (share of full - mean) / deviation}. Input of the
 * network: [1, 3, h, w].
 */
public final class PictureEncoder implements MediaEncoder {
  private static final int CHANNELS = 3;
  private static final int LARGEST_SIDE = 4096;
  private static final long MOST_PIXELS = 100_000_000;

  /** Pixels that are in memory at once; a narrow picture can hardly be sampled. */
  private static final long MOST_DECODED = 16_000_000;

  private final EncoderNetwork network;
  private final String fingerprint;
  private final int height;
  private final int width;
  private final float[] mean;
  private final float[] deviation;
  private final int dimension;

  /**
   * Loads the network and encodes a black picture, which shows how long its vectors are.
   *
   * @param network the ONNX file
   * @param mean of each colour, in shares of full
   * @param deviation of each colour, in shares of full; not 0
   * @param runtime where the network is to run
   * @throws ModelException if it is no network of a supported form
   * @throws IllegalArgumentException if there are not three means and deviations
   */
  public PictureEncoder(byte[] network, float[] mean, float[] deviation, OnnxRuntime runtime) {
    if (mean.length != CHANNELS || deviation.length != CHANNELS) {
      throw new IllegalArgumentException("three means and three deviations are needed");
    }
    for (int c = 0; c < CHANNELS; c++) {
      if (!Float.isFinite(mean[c]) || !Float.isFinite(deviation[c]) || deviation[c] == 0) {
        throw new IllegalArgumentException(
            "mean %s or deviation %s makes no sense".formatted(mean[c], deviation[c]));
      }
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    this.fingerprint =
        EncoderNetwork.fingerprint(
            network, Arrays.toString(mean) + "/" + Arrays.toString(deviation));
    this.network = new EncoderNetwork("picture encoder", network, runtime);
    try {
      long[] shape = this.network.shape();
      boolean one = shape.length == 4 && (shape[0] == 1 || shape[0] == -1);
      if (!one || shape[1] != CHANNELS || !isSide(shape[2]) || !isSide(shape[3])) {
        throw new ModelException(
            "picture encoder: an input of the shape [1, 3, height, width] is needed, not "
                + Arrays.toString(shape));
      }
      height = (int) shape[2];
      width = (int) shape[3];
      dimension = this.network.run(tensor(image(width, height))).length;
    } catch (ModelException e) {
      this.network.close();
      throw e;
    }
  }

  private static boolean isSide(long axis) {
    return axis >= 1 && axis <= LARGEST_SIDE;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public float[] encode(byte[] file) throws IOException {
    BufferedImage scaled = image(width, height);
    Graphics2D canvas = scaled.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(decode(file), 0, 0, width, height, null);
    canvas.dispose();
    return network.run(tensor(scaled));
  }

  /** The picture, or every n-th of its pixels where it has far more of them than are wanted. */
  private BufferedImage decode(byte[] file) throws IOException {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new IOException("no picture of a known kind");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new IOException("%d pixels, more than %d".formatted(pixels, MOST_PIXELS));
        }
        ImageReadParam sampling = reader.getDefaultReadParam();
        int every =
            Math.max(1, Math.min(reader.getWidth(0) / width, reader.getHeight(0) / height) / 2);
        long decoded = pixels / every / every;
        if (decoded > Math.max(MOST_DECODED, 16L * width * height)) {
          throw new IOException(
              "%d by %d pixels: too narrow to be made smaller on the way"
                  .formatted(reader.getWidth(0), reader.getHeight(0)));
        }
        sampling.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, sampling);
      } catch (RuntimeException e) { // damaged files make readers throw of all kinds
        throw new IOException("a damaged picture", e);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage image(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  private HostTensor tensor(BufferedImage image) {
    int plane = height * width;
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    float[] values = new float[CHANNELS * plane];
    for (int p = 0; p < plane; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        int level = (pixels[p] >> (8 * (CHANNELS - 1 - c))) & 0xff;
        values[c * plane + p] = (level / 255f - mean[c]) / deviation[c];
      }
    }
    return new HostTensor.Floats(values, 1, CHANNELS, height, width);
  }

  @Override
  public void close() {
    network.close();
  }
}
