package dev.freshet.models.media;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Encodes a sound (WAV, AIFF, AU): as one channel of 16 kHz, the first 30 seconds at most. Input of
 * the network: [1, n] or [n], where a fixed {@code n} cuts the sound off or fills it up with
 * silence.
 */
public final class SoundEncoder implements MediaEncoder {

  /** Samples of a second. */
  public static final int RATE = 16_000;

  private static final int MOST_SAMPLES = 30 * RATE;
  private static final int MOST_CHANNELS = 64;
  private static final float FASTEST = 1_000_000;
  private static final float FULL = 32_768;
  private static final AudioFormat FORMAT = new AudioFormat(RATE, 16, 1, true, false);

  private final EncoderNetwork network;
  private final String fingerprint;
  private final float scale;
  private final int rank;

  /** Samples that the network takes; -1 for any number. */
  private final int samples;

  private final int dimension;

  /**
   * Loads the network and encodes a second of silence, which shows how long its vectors are.
   *
   * @param network the ONNX file
   * @param scale what the network takes for a sample of full strength: 1, or 32,768 if it wants
   *     them as 16-bit numbers
   * @param runtime where the network is to run
   * @throws ModelException if it is no network of a supported form
   */
  public SoundEncoder(byte[] network, float scale, OnnxRuntime runtime) {
    if (!(scale > 0) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException("scale must be positive: " + scale);
    }
    this.scale = scale;
    this.fingerprint = EncoderNetwork.fingerprint(network, Float.toString(scale));
    this.network = new EncoderNetwork("sound encoder", network, runtime);
    try {
      long[] shape = this.network.shape();
      rank = shape.length;
      boolean one = rank == 1 || (rank == 2 && (shape[0] == 1 || shape[0] == -1));
      long last = one ? shape[rank - 1] : 0;
      if (last != -1 && (last < 1 || last > MOST_SAMPLES)) {
        throw new ModelException(
            "sound encoder: an input of the shape [1, samples] is needed, of %d samples at most, not %s"
                .formatted(MOST_SAMPLES, Arrays.toString(shape)));
      }
      samples = (int) last;
      dimension = this.network.run(tensor(new byte[2 * RATE])).length;
    } catch (ModelException e) {
      this.network.close();
      throw e;
    }
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
    byte[] pcm;
    try (AudioInputStream given = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
      checkFormat(given.getFormat());
      try (AudioInputStream converted = AudioSystem.getAudioInputStream(FORMAT, given)) {
        pcm = converted.readNBytes(2 * MOST_SAMPLES);
      }
    } catch (UnsupportedAudioFileException e) {
      throw new IOException("no sound of a known kind", e);
    } catch (RuntimeException e) { // damaged files make readers throw of all kinds
      throw new IOException("a damaged sound, or one that cannot be brought to 16 kHz", e);
    }
    if (pcm.length < 2) {
      throw new IOException("a sound without samples");
    }
    float[] vector = network.run(tensor(pcm));
    if (vector.length != dimension) {
      throw new ModelException(
          "sound encoder: %d components, and %d of another sound; the last axis must not depend on the length"
              .formatted(vector.length, dimension));
    }
    return vector;
  }

  /** A damaged head would make the conversion ask for buffers of any size. */
  private static void checkFormat(AudioFormat format) throws IOException {
    boolean plausible =
        format.getChannels() >= 1
            && format.getChannels() <= MOST_CHANNELS
            && format.getSampleRate() >= 1
            && format.getSampleRate() <= FASTEST;
    if (!plausible) {
      throw new IOException("a sound of a format that makes no sense: " + format);
    }
  }

  /** Samples of 16 bits, the low byte first. */
  private HostTensor tensor(byte[] pcm) {
    int given = pcm.length / 2;
    int n = samples == -1 ? given : samples;
    float[] values = new float[n];
    for (int i = 0; i < Math.min(n, given); i++) {
      int level = (pcm[2 * i + 1] << 8) | (pcm[2 * i] & 0xff);
      values[i] = level / FULL * scale;
    }
    return rank == 1 ? new HostTensor.Floats(values, n) : new HostTensor.Floats(values, 1, n);
  }

  @Override
  public void close() {
    network.close();
  }
}
