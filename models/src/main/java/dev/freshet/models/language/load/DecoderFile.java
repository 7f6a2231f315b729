package dev.freshet.models.language.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A decoder in one file, as it travels in a release: safetensors whose metadata hold the {@code
 * config.json}. Other readers of safetensors read it too.
 */
public final class DecoderFile {
  private static final String CONFIG = "config";

  private DecoderFile() {}

  /** Writes a decoder. */
  public static void write(OutputStream out, Checkpoint checkpoint) throws IOException {
    String config = HuggingFaceConfig.write(checkpoint.config()).toString();
    SafetensorsWriter.write(out, checkpoint.parameters(), Map.of(CONFIG, config));
  }

  /** A decoder as bytes; for small ones. */
  public static byte[] bytes(Checkpoint checkpoint) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads a decoder.
   *
   * @throws ModelException if it is none, or cut off
   */
  public static Checkpoint read(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      return read(file.toString(), tensors);
    }
  }

  /**
   * Reads a decoder from memory.
   *
   * @param name what it is called in messages
   * @throws ModelException if it is none, or cut off
   */
  public static Checkpoint of(String name, byte[] bytes) {
    try (SafetensorsFile tensors = SafetensorsFile.of(name, bytes)) {
      return read(name, tensors);
    }
  }

  private static Checkpoint read(String name, SafetensorsFile tensors) {
    String config = tensors.metadata().get(CONFIG);
    if (config == null) {
      throw new ModelException(name + " does not say its shape: it is no decoder of a release");
    }
    try {
      CheckpointReader reader =
          new CheckpointReader(HuggingFaceConfig.read(name, new ObjectMapper().readTree(config)));
      reader.add(name, tensors);
      return reader.finish(name);
    } catch (JsonProcessingException e) {
      throw new ModelException(name + ": the shape is not JSON", e);
    }
  }
}
