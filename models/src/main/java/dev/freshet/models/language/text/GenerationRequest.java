package dev.freshet.models.language.text;

import java.time.Duration;
import java.util.List;

/**
 * What is asked of a {@link TextModel}.
 *
 * @param maxTokens greatest number of tokens to write; positive
 * @param stop texts at which it ends; none of them is part of the answer
 * @param deadline after which the text written so far is the answer; positive
 */
public record GenerationRequest(
    Prompt prompt, Sampling sampling, int maxTokens, List<String> stop, Duration deadline) {

  public GenerationRequest {
    stop = List.copyOf(stop);
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be positive: " + maxTokens);
    }
    if (stop.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a stop must not be empty");
    }
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("deadline must be positive: " + deadline);
    }
  }
}
