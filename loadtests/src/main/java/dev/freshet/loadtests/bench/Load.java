package dev.freshet.loadtests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Calls one thing again and again from several threads, and measures how long each call took. */
public final class Load {

  /** What is called; {@code number} counts the calls of all threads. */
  @FunctionalInterface
  public interface Call {
    /** Calls once. */
    void run(long number);
  }

  /**
   * What a load came to.
   *
   * @param perSecond calls that ended, per second
   * @param latencies of these calls
   */
  public record Outcome(double perSecond, Latencies latencies) {}

  private final int clients;
  private final Duration time;

  /**
   * @param clients threads, each with one call at a time
   * @param time how long new calls are begun
   */
  public Load(int clients, Duration time) {
    this.clients = clients;
    this.time = time;
  }

  /**
   * Closed loop: each client calls again as soon as it has its answer. Says how much the server can
   * do; its latencies are those of a server that nobody hurries.
   */
  public Outcome closed(Call call) throws InterruptedException {
    Latencies latencies = new Latencies("closed");
    AtomicLong numbers = new AtomicLong();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    run(
        () -> {
          long before = System.nanoTime();
          while (before < end) {
            call.run(numbers.getAndIncrement());
            long after = System.nanoTime();
            latencies.add(Duration.ofNanos(after - before));
            before = after;
          }
          return null;
        });
    return outcome(latencies, start);
  }

  /**
   * Open loop: calls are due at a fixed rate whether or not earlier ones have come back, and a call
   * is as late as its answer is after the moment it was due. So a server that stalls is charged for
   * every call that it kept from being made (coordinated omission).
   */
  public Outcome open(double perSecond, Call call) throws InterruptedException {
    Latencies latencies = new Latencies("open");
    AtomicLong numbers = new AtomicLong();
    long calls = Math.round(perSecond * time.toNanos() / 1e9);
    long start = System.nanoTime();
    run(
        () -> {
          for (long number = numbers.getAndIncrement();
              number < calls;
              number = numbers.getAndIncrement()) {
            long due = start + Math.round(number * 1e9 / perSecond);
            awaitNanos(due);
            call.run(number);
            latencies.add(Duration.ofNanos(System.nanoTime() - due));
          }
          return null;
        });
    return outcome(latencies, start);
  }

  private static Outcome outcome(Latencies latencies, long start) {
    return new Outcome(latencies.count() * 1e9 / (System.nanoTime() - start), latencies);
  }

  private static void awaitNanos(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Runs {@code work} on every client's thread; throws what one of them threw. */
  private void run(Callable<Void> work) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(work);
      }
      for (Future<Void> each : threads.invokeAll(all, time.toSeconds() + 60, TimeUnit.SECONDS)) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed: " + e.getCause(), e.getCause());
    }
  }
}
