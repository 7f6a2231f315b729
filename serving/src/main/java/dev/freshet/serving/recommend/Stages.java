package dev.freshet.serving.recommend;

import dev.freshet.serving.model.ServingModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
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

  private static final List<String> STAGES = List.of("retrieve", "score");

  /** Stages over which the usual time is smoothed. */
  private static final int USUAL_OF = 16;

  private final ThreadPoolExecutor workers;
  private final AtomicLong usualNanos = new AtomicLong();
  private final MeterRegistry meters;

  Stages(RecommendConfig config, MeterRegistry meters) {
    this.workers =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.workers() * config.queue()),
            Thread.ofPlatform().name("stage-", 0).factory());
    this.meters = meters;
    // at zero from the start, so that the first is seen as an increase
    STAGES.forEach(this::abandoned);
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

    /** It was not begun, because too many wait for it to be done in time. */
    record Overloaded<T>() implements Outcome<T> {}
  }

  /** A stage that has been handed to a worker. */
  interface Running<T> {

    /** Waits for the result, at most until the stage's deadline. */
    Outcome<T> await();
  }

  /** Whether those that wait take longer than is left; where nobody waits it is always tried. */
  private boolean isHopeless(Deadline deadline) {
    int waiting = workers.getQueue().size();
    return waiting > 0
        && (waiting / workers.getMaximumPoolSize() + 1) * usualNanos.get() > deadline.leftNanos();
  }

  private void took(long nanos) {
    usualNanos.accumulateAndGet(nanos, (usual, now) -> usual + (now - usual) / USUAL_OF);
  }

  /**
   * Hands the stage to a worker, unless so many wait that it would not be done in time. After the
   * deadline nobody waits for it any more: it is not begun then, and a worker that has begun it is
   * interrupted. Work that does not look for that runs on, so it holds the model open for itself.
   */
  <T> Running<T> start(String stage, ServingModel serving, Deadline deadline, Supplier<T> work) {
    if (isHopeless(deadline)) {
      return Outcome.Overloaded::new;
    }
    Job<T> job = new Job<>(stage, serving, deadline, work, this::took);
    serving.enter();
    try {
      workers.execute(job.task);
      return () -> await(job);
    } catch (RejectedExecutionException e) {
      serving.close();
      return Outcome.Overloaded::new;
    }
  }

  private <T> Outcome<T> await(Job<T> job) {
    try {
      return new Outcome.Done<>(job.task.get(job.deadline.leftNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | CancellationException e) {
      leave(job);
      return new Outcome.Late<>();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException) {
        leave(job);
        return new Outcome.Late<>();
      }
      LOG.atError().setMessage("stage failed").addKeyValue("stage", job.stage).setCause(e).log();
      return new Outcome.Failed<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      leave(job);
      return new Outcome.Late<>();
    }
  }

  /** What nobody waits for any more is not begun or, where a worker has begun it, interrupted. */
  private void leave(Job<?> job) {
    job.task.cancel(true);
    if (job.begun.compareAndSet(false, true)) {
      workers.remove(job.task);
      job.serving.close();
    }
    abandoned(job.stage).increment();
  }

  private Counter abandoned(String stage) {
    return meters.counter("freshet.serving.stages.abandoned", "stage", stage);
  }

  /** A stage of one page. */
  private static final class Job<T> {
    private final String stage;
    private final ServingModel serving;
    private final Deadline deadline;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final FutureTask<T> task;
    private final LongConsumer took;

    Job(
        String stage,
        ServingModel serving,
        Deadline deadline,
        Supplier<T> work,
        LongConsumer took) {
      this.stage = stage;
      this.serving = serving;
      this.deadline = deadline;
      this.took = took;
      this.task = new FutureTask<>(() -> run(work));
    }

    private T run(Supplier<T> work) {
      if (!begun.compareAndSet(false, true)) {
        throw new CancellationException("nobody waits for this any more");
      }
      try (serving) {
        if (deadline.leftNanos() == 0) {
          throw new CancellationException("the time for this was up before it was begun");
        }
        long start = System.nanoTime();
        T result = work.get();
        took.accept(System.nanoTime() - start);
        return result;
      }
    }
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
