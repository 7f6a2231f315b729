package dev.freshet.models.language.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.DecoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A folder with {@code config.json} and {@code model.safetensors} or its shards, as Hugging Face
 * lays out a Llama, Qwen2, Qwen3 or SmolLM2. A folder with {@code adapter_config.json} is a LoRA
 * adapter, which is merged into the model that it names.
 */
public final class HuggingFaceFolder {
  private static final long LARGEST_JSON = 64L << 20;
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private HuggingFaceFolder() {}

  /** Whether the folder has the files of such a model or adapter. */
  public static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(LoraAdapter.CONFIG))
        || Files.exists(folder.resolve(WEIGHTS))
        || Files.exists(folder.resolve(INDEX));
  }

  /**
   * What was read.
   *
   * @param base the folder itself, or the one that an adapter is of
   */
  public record Read(Checkpoint checkpoint, Path base) {}

  /**
   * Reads a model, with the adapter merged if the folder is one.
   *
   * @throws ModelException with what was found and what was expected
   */
  public static Read read(Path folder) {
    if (Files.exists(folder.resolve(LoraAdapter.CONFIG))) {
      LoraAdapter adapter = LoraAdapter.read(folder);
      Path base = adapter.base();
      if (Files.exists(base.resolve(LoraAdapter.CONFIG))) {
        throw new ModelException(
            "%s is an adapter of %s, which is an adapter itself; merge one of them first"
                .formatted(folder, base));
      }
      Checkpoint checkpoint = checkpoint(base);
      adapter.merge(checkpoint.parameters());
      return new Read(checkpoint, base);
    }
    return new Read(checkpoint(folder), folder);
  }

  private static Checkpoint checkpoint(Path folder) {
    DecoderConfig config =
        HuggingFaceConfig.read(folder.resolve(CONFIG).toString(), json(folder.resolve(CONFIG)));
    CheckpointReader reader = new CheckpointReader(config);
    for (Path file : files(folder)) {
      try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
        reader.add(file.toString(), tensors);
      }
    }
    return reader.finish(folder.toString());
  }

  private static List<Path> files(Path folder) {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      return List.of(folder.resolve(WEIGHTS));
    }
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode each : json(index).path("weight_map")) {
      names.add(each.asText());
    }
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
        throw new ModelException("%s names a file outside the folder: %s".formatted(index, name));
      }
      files.add(folder.resolve(name));
    }
    return files;
  }

  /** A file of JSON of bounded size. */
  static JsonNode json(Path file) {
    try {
      if (!Files.exists(file)) {
        throw new ModelException(file + " is missing");
      }
      if (Files.size(file) > LARGEST_JSON) {
        throw new ModelException(
            "%s has %d bytes, %d at most are read".formatted(file, Files.size(file), LARGEST_JSON));
      }
      JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (!json.isObject()) {
        throw new ModelException(file + " is not a JSON object");
      }
      return json;
    } catch (IOException e) {
      throw new ModelException("reading " + file, e);
    }
  }

  /** Writes a model, without a tokenizer; the folder is made if it is missing. */
  public static void write(Path folder, Checkpoint checkpoint) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(CONFIG), HuggingFaceConfig.write(checkpoint.config()).toPrettyString());
    SafetensorsWriter.write(folder.resolve(WEIGHTS), checkpoint.parameters());
  }
}
