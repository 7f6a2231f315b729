package dev.freshet.local.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes group by group, keeps them running, and stops them in the opposite order.
 * Closing is safe from any thread, at any time, more than once.
 */
public final class Supervisor implements AutoCloseable {

  private static final long LOG_BYTES = 10L << 20;

  private final Path logs;
  private final ProcessList processes;
  private final Terminal terminal;
  private final RestartPolicy policy;
  private final List<List<Supervised>> groups = new ArrayList<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private @Nullable Process foreground;
  private boolean closed;

  /** Held while stopping, so that who closes second returns when all is stopped, not before. */
  private final Object stopLock = new Object();

  /**
   * Starts nothing yet.
   *
   * @param logs folder of the processes' logs
   * @param processes kept up to date with what runs
   */
  public Supervisor(Path logs, ProcessList processes, Terminal terminal, RestartPolicy policy) {
    this.logs = logs;
    this.processes = processes;
    this.terminal = terminal;
    this.policy = policy;
  }

  /**
   * Starts these processes at once and waits until all are ready.
   *
   * @throws LaunchException if one does not get there, or everything is being stopped
   */
  public void start(List<ChildSpec> together) throws InterruptedException {
    List<Supervised> group = together.stream().map(this::supervised).toList();
    synchronized (this) {
      if (closed) {
        throw new LaunchException("stopped while starting");
      }
      groups.add(group);
    }
    var all =
        CompletableFuture.allOf(
            group.stream().map(Supervised::start).toArray(CompletableFuture<?>[]::new));
    await(CompletableFuture.anyOf(all, failure));
    if (!all.isDone()) {
      throw new LaunchException("stopped while starting");
    }
  }

  /**
   * Runs a process at the terminal, to its end; it is not restarted.
   *
   * @return its exit status
   * @throws LaunchException if a process beside it is given up meanwhile
   */
  public int run(ChildSpec spec) throws InterruptedException {
    Process process;
    synchronized (this) {
      if (closed) {
        throw new LaunchException("stopped while starting");
      }
      try {
        process =
            Child.builder(spec)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
      } catch (IOException e) {
        throw new LaunchException("cannot start " + spec.name() + ": " + e.getMessage(), e);
      }
      foreground = process;
    }
    try {
      await(CompletableFuture.anyOf(process.onExit(), failure));
      return process.waitFor();
    } finally {
      Child.stop(process, spec.grace());
    }
  }

  /**
   * Waits for at most {@code time}; returns early when everything is being stopped.
   *
   * @throws LaunchException if a process is given up
   */
  public void watch(Duration time) throws InterruptedException {
    try {
      failure.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // all is well
    } catch (ExecutionException e) {
      throw asLaunchException(e.getCause());
    }
  }

  /** What runs now, in the order of start. */
  public List<ProcessList.Entry> running() {
    List<ProcessList.Entry> entries = new ArrayList<>();
    for (Supervised each : all()) {
      each.handle().ifPresent(handle -> entries.add(new ProcessList.Entry(each.name(), handle)));
    }
    return entries;
  }

  /** Stops everything: the last started first, each group at once. */
  @Override
  public void close() {
    synchronized (stopLock) {
      Process run;
      List<List<Supervised>> order;
      synchronized (this) {
        run = foreground;
        order = closed ? List.of() : List.copyOf(groups).reversed();
        closed = true;
      }
      failure.complete(null);
      if (run != null) {
        Child.askToStop(run);
      }
      order.forEach(Supervisor::stop);
      if (!order.isEmpty()) {
        changed();
      }
    }
  }

  private static void stop(List<Supervised> group) {
    List<Thread> stops = group.stream().map(Supervisor::stopping).toList();
    stops.forEach(Thread::start);
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Thread stopping(Supervised each) {
    return new Thread(
        () -> {
          try {
            each.stop();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "stop-" + each.name());
  }

  private Supervised supervised(ChildSpec spec) {
    ChildLog log = new ChildLog(logs.resolve(spec.name() + ".log"), LOG_BYTES);
    return new Supervised(
        spec, log, terminal, policy, this::changed, failure::completeExceptionally);
  }

  private synchronized void changed() {
    processes.write(running());
  }

  private synchronized List<Supervised> all() {
    return groups.stream().flatMap(List::stream).toList();
  }

  private static void await(CompletableFuture<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw asLaunchException(e.getCause());
    }
  }

  private static LaunchException asLaunchException(@Nullable Throwable cause) {
    return switch (cause) {
      case LaunchException launch -> launch;
      case CompletionException wrapped -> asLaunchException(wrapped.getCause());
      case null -> new LaunchException("stopped");
      default -> new LaunchException(String.valueOf(cause.getMessage()), cause);
    };
  }
}
