package dev.freshet.models.rows;

/**
 * One table of rows. A row holds {@code linear} first-order weights, then {@code embedding}
 * components.
 *
 * @param name without a slash; part of every key
 * @param linear number of first-order weights, which start at 0
 * @param embedding number of components of the embedding, which start uniformly in ±{@code scale}
 * @param scale bound of the initial components
 * @param admission number of sights after which an id gets its row; 1 admits at once
 */
public record TableConfig(String name, int linear, int embedding, float scale, int admission) {

  public TableConfig {
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "a table's name must not be blank nor have a slash: " + name);
    }
    if (linear < 0 || embedding < 0 || linear + embedding == 0) {
      throw new IllegalArgumentException(
          "a row needs components: linear " + linear + ", embedding " + embedding);
    }
    if (!(scale >= 0)) {
      throw new IllegalArgumentException("scale must not be negative: " + scale);
    }
    if (admission < 1) {
      throw new IllegalArgumentException("admission must be at least 1: " + admission);
    }
  }

  /** Number of components of a row. */
  public int width() {
    return linear + embedding;
  }
}
