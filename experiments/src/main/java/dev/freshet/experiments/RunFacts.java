package dev.freshet.experiments;

import java.util.List;

/**
 * What a reader needs to run an experiment again.
 *
 * @param name of the experiment
 * @param commit of the sources; {@code unknown} outside a checkout
 * @param data folders of the data sets that were found
 * @param seeds that were asked for
 * @param seconds that it took
 */
public record RunFacts(
    String name, String commit, List<String> data, List<Long> seeds, double seconds) {

  public RunFacts {
    data = List.copyOf(data);
    seeds = List.copyOf(seeds);
  }
}
