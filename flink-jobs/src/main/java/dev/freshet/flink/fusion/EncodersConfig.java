package dev.freshet.flink.fusion;

import dev.freshet.flink.Settings;
import dev.freshet.models.ModelException;
import dev.freshet.models.media.MediaEncoder;
import dev.freshet.models.media.PictureEncoder;
import dev.freshet.models.media.SoundEncoder;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Modality;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Settings under {@code freshet.fusion} about encoders of the user's own.
 *
 * @param visual path of the ONNX file for pictures; null for none
 * @param acoustic path of the ONNX file for sounds; null for none
 * @param mediaFolder folder of the pictures and sounds; null only where there is no encoder
 * @param largestFile bytes of a picture or sound, at most
 * @param mean of red, green and blue, in shares of full
 * @param deviation of red, green and blue, in shares of full
 * @param acousticScale what the network takes for a sample of full strength
 */
public record EncodersConfig(
    @Nullable String visual,
    @Nullable String acoustic,
    @Nullable String mediaFolder,
    int largestFile,
    List<Double> mean,
    List<Double> deviation,
    double acousticScale)
    implements Serializable {

  private static final String PREFIX = "freshet.fusion.";
  private static final long LARGEST_NETWORK = 1 << 30;

  private static final ConfigOption<String> VISUAL_ENCODER =
      ConfigOptions.key(PREFIX + "visual-encoder").stringType().noDefaultValue();
  private static final ConfigOption<String> ACOUSTIC_ENCODER =
      ConfigOptions.key(PREFIX + "acoustic-encoder").stringType().noDefaultValue();
  private static final ConfigOption<String> MEDIA_FOLDER =
      ConfigOptions.key(PREFIX + "media-folder").stringType().noDefaultValue();
  private static final ConfigOption<MemorySize> MEDIA_LARGEST =
      ConfigOptions.key(PREFIX + "media-largest")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16));
  private static final ConfigOption<List<Double>> VISUAL_MEAN =
      ConfigOptions.key(PREFIX + "visual-mean").doubleType().asList().defaultValues(0.0, 0.0, 0.0);
  private static final ConfigOption<List<Double>> VISUAL_DEVIATION =
      ConfigOptions.key(PREFIX + "visual-deviation")
          .doubleType()
          .asList()
          .defaultValues(1.0, 1.0, 1.0);
  private static final ConfigOption<Double> ACOUSTIC_SCALE =
      ConfigOptions.key(PREFIX + "acoustic-scale").doubleType().defaultValue(1.0);

  public EncodersConfig {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if ((visual != null || acoustic != null) && mediaFolder == null) {
      throw new IllegalArgumentException(
          PREFIX + "media-folder is needed where there is an encoder: what it encodes lies there");
    }
    if (mediaFolder != null && !Files.isDirectory(Path.of(mediaFolder))) {
      throw new IllegalArgumentException(PREFIX + "media-folder is no folder: " + mediaFolder);
    }
    if (largestFile < 1) {
      throw new IllegalArgumentException(PREFIX + "media-largest must be positive: " + largestFile);
    }
    if (mean.size() != 3 || deviation.size() != 3) {
      throw new IllegalArgumentException(
          PREFIX + "visual-mean and visual-deviation need three numbers each, for R;G;B");
    }
    if (deviation.contains(0.0)) {
      throw new IllegalArgumentException(PREFIX + "visual-deviation must not be 0: " + deviation);
    }
    if (!(acousticScale > 0)) {
      throw new IllegalArgumentException(
          PREFIX + "acoustic-scale must be positive: " + acousticScale);
    }
  }

  /** The settings. */
  static EncodersConfig from(Settings settings) {
    return new EncodersConfig(
        settings.find(VISUAL_ENCODER).orElse(null),
        settings.find(ACOUSTIC_ENCODER).orElse(null),
        settings.find(MEDIA_FOLDER).orElse(null),
        (int) Math.min(Integer.MAX_VALUE - 8, settings.get(MEDIA_LARGEST).getBytes()),
        settings.get(VISUAL_MEAN),
        settings.get(VISUAL_DEVIATION),
        settings.get(ACOUSTIC_SCALE));
  }

  /**
   * Loads the encoders.
   *
   * @param runtime where their networks are to run
   * @throws IllegalArgumentException with the key, if a file is missing or no encoder
   */
  Map<Modality, MediaEncoder> load(OnnxRuntime runtime) {
    Map<Modality, MediaEncoder> encoders = new EnumMap<>(Modality.class);
    try {
      if (visual != null) {
        encoders.put(Modality.VISUAL, visual(visual, runtime));
      }
      if (acoustic != null) {
        encoders.put(Modality.ACOUSTIC, acoustic(acoustic, runtime));
      }
      return encoders;
    } catch (IllegalArgumentException e) {
      encoders.values().forEach(MediaEncoder::close);
      throw e;
    }
  }

  private MediaEncoder visual(String file, OnnxRuntime runtime) {
    byte[] network = read(VISUAL_ENCODER, file);
    try {
      return new PictureEncoder(network, floats(mean), floats(deviation), runtime);
    } catch (ModelException | IllegalArgumentException e) {
      throw refused(VISUAL_ENCODER, file, e);
    }
  }

  private MediaEncoder acoustic(String file, OnnxRuntime runtime) {
    byte[] network = read(ACOUSTIC_ENCODER, file);
    try {
      return new SoundEncoder(network, (float) acousticScale, runtime);
    } catch (ModelException | IllegalArgumentException e) {
      throw refused(ACOUSTIC_ENCODER, file, e);
    }
  }

  private static byte[] read(ConfigOption<String> key, String file) {
    Path path = Path.of(file);
    try {
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException("%s is no file: %s".formatted(key.key(), file));
      }
      if (Files.size(path) > LARGEST_NETWORK) {
        throw new IllegalArgumentException(
            "%s is larger than 1 GiB: %s".formatted(key.key(), file));
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw refused(key, file, e);
    }
  }

  private static IllegalArgumentException refused(
      ConfigOption<String> key, String file, Exception e) {
    Throwable cause = e.getCause();
    return new IllegalArgumentException(
        "%s is no ONNX network that can encode: %s: %s%s"
            .formatted(
                key.key(), file, e.getMessage(), cause == null ? "" : ": " + cause.getMessage()),
        e);
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
