package dev.freshet.models.language.local;

import java.util.List;

/** What a model of this process computes for a {@code LocalTextModel}. Thread-safe. */
interface Continuations extends AutoCloseable {

  /** A sequence that grows. Not thread-safe. */
  interface Continuation extends AutoCloseable {

    /** Logits after the last token, [vocabulary]. */
    float[] logits();

    /** Adds a token. */
    void add(int token);

    @Override
    void close();
  }

  /** Greatest number of positions. */
  int context();

  /**
   * Begins a sequence.
   *
   * @param prompt at least one token
   */
  Continuation start(int[] prompt);

  /** Logarithms of the probabilities of suffixes, each of at least one token, after a prompt. */
  double[] logProbabilities(int[] prompt, List<int[]> suffixes);

  @Override
  void close();
}
