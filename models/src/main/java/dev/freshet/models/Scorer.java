package dev.freshet.models;

import dev.freshet.schemas.event.VideoId;
import java.util.List;

/** Scores candidates for one user. Thread-safe. */
public interface Scorer extends AutoCloseable {

  /** Where the weights come from. */
  Provenance provenance();

  /**
   * Scores every candidate in one call of the model.
   *
   * @param candidates {@code n} videos, known to the model or not
   * @return [n], in the order of the candidates; higher is better
   */
  float[] score(ScoringContext context, List<VideoId> candidates);

  @Override
  void close();
}
