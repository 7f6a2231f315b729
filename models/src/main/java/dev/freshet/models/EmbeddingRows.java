package dev.freshet.models;

import org.jspecify.annotations.Nullable;

/** The embedding rows of one generation, as a scorer reads them. Thread-safe. */
@FunctionalInterface
public interface EmbeddingRows {

  /** Table of the fused vectors of videos. */
  String FUSED = "fused";

  /** No rows at all. */
  EmbeddingRows NONE = (table, id) -> null;

  /** The row, not to be changed, or null where the id has not been admitted. */
  float @Nullable [] row(String table, String id);

  /**
   * The place of a row, for a reader that comes back to it: reading a place costs no look-up.
   *
   * @return null where the id has not been admitted
   */
  default @Nullable Place place(String table, String id) {
    return row(table, id) == null ? null : () -> row(table, id);
  }

  /** Where a row is. Thread-safe. */
  @FunctionalInterface
  interface Place {

    /** The row as it is now, not to be changed; null for ever once it has been removed. */
    float @Nullable [] row();
  }
}
