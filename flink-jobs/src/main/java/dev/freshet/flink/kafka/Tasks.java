package dev.freshet.flink.kafka;

/** How many tasks may read a topic. */
public final class Tasks {

  private Tasks() {}

  /**
   * The parallelism, if each task gets a partition: one without would know of no event time and
   * hold up that of the whole job for ever.
   *
   * @param key of the setting
   * @param partitions number of partitions of the topics
   * @throws IllegalArgumentException with the key, if there are too few partitions
   */
  public static int of(String key, int parallelism, int partitions) {
    if (parallelism > partitions) {
      throw new IllegalArgumentException(
          "%s must be at most freshet.kafka.partitions, which is %d: %d"
              .formatted(key, partitions, parallelism));
    }
    return parallelism;
  }
}
