package dev.freshet.models.language.text;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A language model that writes text: in this process, or behind HTTP. Thread-safe.
 *
 * <p>A fault of the model is a {@link dev.freshet.models.ModelException}; the caller has a
 * fallback.
 */
public interface TextModel extends AutoCloseable {

  /** What it is called in messages, metrics and answers. */
  String name();

  /**
   * Continues a prompt.
   *
   * @param stream gets the text as it is written, piece by piece; never the text of a stop
   */
  Generation generate(GenerationRequest request, Consumer<String> stream);

  /** Continues a prompt. */
  default Generation generate(GenerationRequest request) {
    return generate(request, piece -> {});
  }

  /** Logarithm of the probability of a text after a prompt; empty where it cannot be known. */
  OptionalDouble logProbability(Prompt prompt, String text);

  /**
   * How probable each of some answers is, among these answers, judged by its first token.
   *
   * @param labels at least 2; their first tokens differ
   */
  LabelScores scoreLabels(Prompt prompt, List<String> labels);

  @Override
  void close();
}
