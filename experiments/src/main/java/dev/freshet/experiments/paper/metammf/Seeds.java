package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** Runs something once for each seed, two at a time. */
final class Seeds {
  private static final int THREADS = 2;

  private Seeds() {}

  /** The results in the order of the seeds. */
  static <T> List<T> each(List<Long> seeds, LongFunction<T> run) {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<T>> running = new ArrayList<>();
      for (long seed : seeds) {
        running.add(threads.submit(() -> run.apply(seed)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("metammf: interrupted", e);
    } catch (ExecutionException e) {
      throw new ModelException("metammf: running the seeds", e);
    }
  }
}
