package dev.freshet.models.paper.length;

/**
 * Measures a text in one unit. One meter serves the sampler, its prompts and the final check, so
 * that no length is promised in one unit and counted in another.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface LengthMeter {

  /** Length of the text; 0 for an empty one. */
  int measure(String text);
}
