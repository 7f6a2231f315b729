package dev.freshet.experiments;

import java.util.List;

/** The experiments of one model page. */
public interface Experiment {

  /** Name on the command line and of the model page, such as {@code metammf}. */
  String name();

  /** Names of the folders of logs that it reads where they are there. */
  default List<String> logs() {
    return List.of();
  }

  /** Runs all of it; the same settings give the same findings, but for times. */
  Findings run(ExperimentSettings settings, ParallelRuns threads, Progress progress);
}
