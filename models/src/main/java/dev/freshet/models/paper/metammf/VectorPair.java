package dev.freshet.models.paper.metammf;

/**
 * The vectors whose dot product is a score.
 *
 * @param dimension components of each
 * @param users [users, d]
 * @param videos [videos, d]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record VectorPair(int dimension, float[] users, float[] videos) {}
