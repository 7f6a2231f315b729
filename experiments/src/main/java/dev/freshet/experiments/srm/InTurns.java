package dev.freshet.experiments.srm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on as many threads as there are cores. */
final class InTurns implements AutoCloseable {

  private final ExecutorService executor =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** Does all of it; the results in the order of the work. */
  <T> List<T> all(List<Callable<T>> work) {
    List<Future<T>> futures = new ArrayList<>();
    work.forEach(each -> futures.add(executor.submit(each)));
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of the experiment failed: " + e.getCause(), e);
    }
    return results;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
