package dev.freshet.flink.rounds;

import dev.freshet.schemas.feature.ModelRelease;

/**
 * Measures releases on held-back examples, so that a worse model never replaces a better one. The
 * new release and the serving one are measured on the same examples.
 *
 * @param <E> the examples of a round
 */
public interface Gate<E> {

  /** Name of the metric, such as {@code ndcg10}; it travels with the release. */
  String metric();

  /**
   * The metric of a release; greater is better.
   *
   * @return NaN if the release does not fit these examples, such as one of another shape
   */
  double measure(ModelRelease release, E examples);
}
