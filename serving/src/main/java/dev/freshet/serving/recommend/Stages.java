package dev.freshet.serving.recommend;

import dev.freshet.serving.model.ServingModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stages that may take too long on threads of their own, so that a page can go on without
 * them when their time is up.
 */
@Bean(preDestroy = "close")
@Singleton
class Stages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  private final ThreadPoolExecutor workers;

  Stages(RecommendConfig config, MeterRegistry meters) {
    this.workers =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.workers() * config.queue()),
            Thread.ofPlatform().name("stage-", 0).factory());
    meters.gauge("freshet.serving.stages.waiting", workers, pool -> pool.getQueue().size());
  }

  /** What a stage can come to. */
  sealed interface Outcome<T> {

    /** It gave a result in time. */
    record Done<T>(T result) implements Outcome<T> {}

    /** It was not done when its time was up. */
    record Late<T>() implements Outcome<T> {}

    /** It raised an exception. */
    record Failed<T>() implements Outcome<T> {}

    /** It was not begun, because too many wait. */
    record Overloaded<T>() implements Outcome<T> {}
  }

  /** A stage that has been handed to a worker. */
  interface Running<T> {

    /** Waits for the result, at most until the deadline. */
    Outcome<T> await(Deadline deadline);
  }

  /**
   * Hands the stage to a worker. It may run on after nobody waits any more, so it holds the model
   * open for itself.
   */
  <T> Running<T> start(String stage, ServingModel serving, Supplier<T> work) {
    serving.enter();
    try {
      Future<T> future =
          workers.submit(
              () -> {
                try (serving) {
                  return work.get();
                }
              });
      return deadline -> await(stage, future, deadline);
    } catch (RejectedExecutionException e) {
      serving.close();
      return deadline -> new Outcome.Overloaded<>();
    }
  }

  private static <T> Outcome<T> await(String stage, Future<T> future, Deadline deadline) {
    try {
      return new Outcome.Done<>(future.get(deadline.leftNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Outcome.Late<>();
    } catch (ExecutionException e) {
      LOG.atError().setMessage("stage failed").addKeyValue("stage", stage).setCause(e).log();
      return new Outcome.Failed<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Late<>();
    }
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
