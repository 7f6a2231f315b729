package dev.freshet.loadtests.language;

import dev.freshet.models.language.local.ChatPreset;
import dev.freshet.models.language.local.LocalModels;
import dev.freshet.models.language.remote.ApiKey;
import dev.freshet.models.language.remote.RemoteConfig;
import dev.freshet.models.language.remote.RemoteTextModel;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.Sampling;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.WeightFormat;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the text of a language model as it comes. */
@Command(
    name = "generate",
    description = "Prints the text of a language model as it comes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "A server's key is read from the environment variable FRESHET_LANGUAGE_KEY."})
public final class GenerateCommand implements Callable<Integer> {
  static final String KEY = "FRESHET_LANGUAGE_KEY";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FOLDER|URL",
      description =
          "Hugging Face folder, LoRA folder, ONNX export or llama2.c model; or the API of a server,"
              + " such as http://host:8000/v1.")
  private String model = "";

  @Option(names = "--name", description = "Which of a server's models.")
  private @Nullable String name;

  @Option(names = "--greedy", description = "Always take the most probable token.")
  private boolean greedy;

  @Option(names = "--tokens", description = "Greatest number of tokens.")
  private int tokens = 256;

  @Option(names = "--seed", description = "Seed of what is drawn.")
  private long seed = 1;

  @Option(names = "--temperature", description = "Divides the logits before a token is drawn.")
  private double temperature = 0.8;

  @Option(names = "--top-p", description = "Share of the probability that is drawn from.")
  private double topP = 0.9;

  @Option(names = "--stop", description = "Text that ends the answer; may be repeated.")
  private List<String> stop = new ArrayList<>();

  @Option(
      names = "--chat",
      description = "Send the prompt as a message instead of a text to continue.")
  private boolean chat;

  @Option(
      names = "--preset",
      description = "How a folder's model writes messages: raw, chatml or llama3.")
  private @Nullable String preset;

  @Option(
      names = "--weights",
      description = "Format of a folder's weights: ${COMPLETION-CANDIDATES}.")
  private WeightFormat weights = WeightFormat.FLOAT;

  @Option(names = "--deadline", description = "Greatest number of seconds.")
  private int deadline = 600;

  @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "What the model continues.")
  private String prompt = "";

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var request =
        new GenerationRequest(
            chat ? Prompt.user(prompt) : Prompt.raw(prompt),
            greedy ? Sampling.GREEDY : new Sampling(temperature, topP, seed),
            tokens,
            stop,
            Duration.ofSeconds(deadline));
    try (TextModel opened = open()) {
      if (!chat) {
        out.print(prompt);
      }
      long start = System.nanoTime();
      Generation generation =
          opened.generate(
              request,
              piece -> {
                out.print(piece);
                out.flush();
              });
      out.println();
      out.flush();
      double seconds = (System.nanoTime() - start) / 1e9;
      err.printf(
          Locale.ROOT,
          "%d tokens, %.0f a second, ended by %s%n",
          generation.tokens(),
          generation.tokens() / seconds,
          generation.finish().name().toLowerCase(Locale.ROOT));
    }
    return 0;
  }

  private TextModel open() {
    if (model.startsWith("http://") || model.startsWith("https://")) {
      String key = System.getenv(KEY);
      return RemoteTextModel.connect(
          model,
          new RemoteConfig(
              URI.create(model),
              name,
              key == null ? null : new ApiKey(key),
              Duration.ofSeconds(Math.min(deadline, 60))));
    }
    ChatPreset chosen = preset == null ? null : ChatPreset.of(preset);
    return new LocalModels(ExecutionProvider.CPU, weights, 0, chosen).open(model, Path.of(model));
  }
}
