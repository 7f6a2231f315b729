package dev.freshet.models;

import org.jspecify.annotations.Nullable;

/** The embedding rows of one generation, as a scorer reads them. Thread-safe. */
@FunctionalInterface
public interface EmbeddingRows {

  /** The row, not to be changed, or null where the id has not been admitted. */
  float @Nullable [] row(String table, String id);
}
