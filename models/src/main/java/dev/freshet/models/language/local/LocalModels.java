package dev.freshet.models.language.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.load.Checkpoint;
import dev.freshet.models.language.load.HuggingFaceFolder;
import dev.freshet.models.language.load.Llama2cFile;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.language.token.HuggingFaceTokenizer;
import dev.freshet.models.language.token.Llama2cTokenizer;
import dev.freshet.models.language.token.Tokenizer;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens text models from folders.
 *
 * @param provider where they run
 * @param weights format of the weights of folders that hold some; exports keep their own
 * @param prefixBytes greatest size of the cache of prompts of one model
 * @param preset how conversations are written; null takes the one whose marks the tokenizer has
 */
public record LocalModels(
    ExecutionProvider provider,
    WeightFormat weights,
    long prefixBytes,
    @Nullable ChatPreset preset) {

  /** Names of exported graphs, with the suffixes of their number formats; the first found wins. */
  private static final List<String> GRAPHS = List.of("model", "decoder_model_merged");

  private static final List<String> SUFFIXES =
      List.of("", "_quantized", "_int8", "_uint8", "_q4", "_bnb4", "_fp16", "_q4f16");

  /**
   * Opens a folder: a Hugging Face folder or adapter, a model of llama2.c, or an ONNX export.
   *
   * @param name what the model is called in messages
   * @throws ModelException with what was found, what was expected and how to mend it
   */
  public TextModel open(String name, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException("%s: %s is no folder".formatted(name, folder));
    }
    if (HuggingFaceFolder.isOne(folder)) {
      return huggingFace(name, folder);
    }
    Path exported = exported(folder);
    if (exported != null) {
      return exported(name, folder, exported);
    }
    List<Path> files = files(folder);
    List<Path> vocabularies = named(files, "tok.*\\.bin");
    List<Path> weights = new ArrayList<>(named(files, ".*\\.bin"));
    weights.removeAll(vocabularies);
    if (vocabularies.size() == 1 && weights.size() == 1) {
      return llama2c(name, weights.getFirst(), vocabularies.getFirst());
    }
    throw new ModelException(
        "%s: no language model in %s, which has %s. Expected: config.json, model.safetensors and tokenizer.json; or model.onnx or onnx/model.onnx with config.json and tokenizer.json; or one .bin of llama2.c with one tok*.bin"
            .formatted(name, folder, files.stream().map(Path::getFileName).toList()));
  }

  private TextModel huggingFace(String name, Path folder) {
    HuggingFaceFolder.Read read = HuggingFaceFolder.read(folder);
    Tokenizer tokenizer = tokenizer(name, folder, read.base());
    try {
      Continuations model = continuations(name, read.checkpoint());
      return local(name, model, tokenizer, ends(read.base()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private Continuations continuations(String name, Checkpoint checkpoint) {
    return new CausalContinuations(
        CausalModel.of(
            name, checkpoint.config(), checkpoint.parameters(), weights, provider, prefixBytes));
  }

  private TextModel llama2c(String name, Path weights, Path vocabulary) {
    Checkpoint checkpoint = Llama2cFile.read(weights);
    Tokenizer tokenizer = Llama2cTokenizer.read(vocabulary, checkpoint.config().vocabulary());
    // these models also begin the next text where one ends
    Set<Integer> ends = Set.of(Llama2cTokenizer.BEGINNING, Llama2cTokenizer.END);
    return local(name, continuations(name, checkpoint), tokenizer, ends);
  }

  private static @Nullable Path exported(Path folder) {
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      for (String graph : GRAPHS) {
        for (String suffix : SUFFIXES) {
          Path file = place.resolve(graph + suffix + ".onnx");
          if (Files.exists(file)) {
            return file;
          }
        }
      }
    }
    return null;
  }

  private TextModel exported(String name, Path folder, Path file) {
    JsonNode config = json(name, folder.resolve("config.json"));
    int context = config.path("max_position_embeddings").asInt();
    if (context < 1) {
      throw new ModelException(
          "%s: %s has no max_position_embeddings".formatted(name, folder.resolve("config.json")));
    }
    Tokenizer tokenizer = tokenizer(name, folder, folder);
    try {
      Continuations model = ExportedDecoder.open(name, file, context, provider);
      return local(name, model, tokenizer, ends(folder));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private TextModel local(
      String name, Continuations model, Tokenizer tokenizer, Set<Integer> ends) {
    try {
      ChatPreset chosen = preset == null ? ChatPreset.knownTo(tokenizer) : preset;
      return new LocalTextModel(name, model, tokenizer, ends, chosen, System::nanoTime);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** An adapter may bring a tokenizer of its own. */
  private static Tokenizer tokenizer(String name, Path folder, Path base) {
    for (Path place : List.of(folder, base)) {
      Path file = place.resolve("tokenizer.json");
      if (Files.exists(file)) {
        return HuggingFaceTokenizer.read(file);
      }
    }
    throw new ModelException(
        "%s: %s has no tokenizer.json; save the model's fast tokenizer there"
            .formatted(name, folder));
  }

  /** One end token or several. */
  private static Set<Integer> ends(Path folder) {
    Set<Integer> ends = new HashSet<>();
    for (String file : List.of("generation_config.json", "config.json")) {
      if (Files.exists(folder.resolve(file))) {
        JsonNode found = json(file, folder.resolve(file)).path("eos_token_id");
        if (found.isIntegralNumber()) {
          ends.add(found.asInt());
        }
        found.forEach(each -> ends.add(each.asInt()));
      }
    }
    return ends;
  }

  private static JsonNode json(String name, Path file) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ModelException("%s: reading %s".formatted(name, file), e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().limit(1000).toList();
    } catch (IOException e) {
      throw new ModelException("reading " + folder, e);
    }
  }

  private static List<Path> named(List<Path> files, String pattern) {
    return files.stream().filter(each -> each.getFileName().toString().matches(pattern)).toList();
  }
}
