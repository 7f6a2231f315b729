package dev.freshet.experiments.grid;

import dev.freshet.models.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * The one thread pool of an experiment, with a thread per core. Work that runs in it must not wait
 * for other work of it.
 */
public final class ParallelRuns implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** A pool of its own. */
  public ParallelRuns() {}

  /**
   * Does all of the work.
   *
   * @return the results in the order of the work
   * @throws ModelException if a part failed
   */
  public <T> List<T> all(List<Callable<T>> work) {
    List<Future<T>> running = new ArrayList<>();
    work.forEach(each -> running.add(threads.submit(each)));
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("experiment: interrupted", e);
    } catch (ExecutionException e) {
      throw new ModelException("experiment: a run failed: " + e.getCause(), e);
    } finally {
      running.forEach(one -> one.cancel(true));
    }
  }

  /** Runs something once for each seed; the results in the order of the seeds. */
  public <T> List<T> each(List<Long> seeds, LongFunction<T> run) {
    List<Callable<T>> work = new ArrayList<>();
    seeds.forEach(seed -> work.add(() -> run.apply(seed)));
    return all(work);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
