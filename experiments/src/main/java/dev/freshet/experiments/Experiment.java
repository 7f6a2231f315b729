package dev.freshet.experiments;

/** The experiments of one model page. */
public interface Experiment {

  /** Name on the command line and of the model page, such as {@code metammf}. */
  String name();

  /** Runs all of it; the same settings give the same findings, but for times. */
  Findings run(ExperimentSettings settings, ParallelRuns threads, Progress progress);
}
