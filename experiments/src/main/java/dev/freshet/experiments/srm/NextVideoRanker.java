package dev.freshet.experiments.srm;

/** Scores all videos of a {@link NextVideoTask} for one user. */
@FunctionalInterface
interface NextVideoRanker extends AutoCloseable {

  /**
   * Scores every video, given what is known of the user.
   *
   * @return by video number; higher is better
   */
  float[] scores(int user, NextVideoTask.Part part);

  @Override
  default void close() {}

  /** Something that learns such a ranker. */
  interface Model {

    /** Name in the table. */
    String name();

    /** What the outcome depends on beside task and seed. */
    default String configuration() {
      return name();
    }

    /**
     * Learns; what may be chosen is chosen by the validation videos.
     *
     * @param seed of everything random
     */
    NextVideoRanker learn(NextVideoTask task, long seed);
  }
}
