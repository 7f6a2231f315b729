package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.ExperimentSettings;
import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import java.util.List;
import java.util.function.LongFunction;

/** What each part of the experiment runs with. */
record RunContext(ExperimentSettings settings, ParallelRuns threads, Progress progress) {

  boolean quick() {
    return settings.quick();
  }

  /** With some of the seeds, the first ones. */
  RunContext first(int seeds) {
    List<Long> some = settings.seeds().subList(0, Math.min(seeds, settings.seeds().size()));
    return new RunContext(
        new ExperimentSettings(quick(), some, settings.data()), threads, progress);
  }

  /** Runs a part once for each seed, and says when one is done. */
  <T> List<T> each(String part, LongFunction<T> run) {
    return threads.each(
        settings.seeds(),
        seed -> {
          T result = run.apply(seed);
          progress.say("%s: seed %d done".formatted(part, seed));
          return result;
        });
  }
}
