package dev.freshet.local.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One process that is to keep running: started again when it dies, given up when it dies often. */
final class Supervised {

  private static final int SHOWN_OF_A_LINE = 200;

  /** A signal to the whole process group reaches the launcher and this process at the same time. */
  private static final long STOP_FOLLOWS_WITHIN_MILLIS = 1_000;

  private final ChildSpec spec;
  private final ChildLog log;
  private final Terminal terminal;
  private final RestartPolicy policy;
  private final Runnable changed;
  private final Consumer<LaunchException> gaveUp;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Deque<Instant> deaths = new ArrayDeque<>();
  private @Nullable Child child;

  /** Starts in a row that did not get ready; of the supervising thread only. */
  private int slowStarts;

  /**
   * Starts nothing yet.
   *
   * @param changed called after each start and end
   * @param gaveUp called once, when it is given up
   */
  Supervised(
      ChildSpec spec,
      ChildLog log,
      Terminal terminal,
      RestartPolicy policy,
      Runnable changed,
      Consumer<LaunchException> gaveUp) {
    this.spec = spec;
    this.log = log;
    this.terminal = terminal;
    this.policy = policy;
    this.changed = changed;
    this.gaveUp = gaveUp;
  }

  /** Starts the process; completes when it is ready, or fails with what kept it from that. */
  CompletableFuture<Void> start() {
    var started = new CompletableFuture<Void>();
    Thread thread = new Thread(() -> keepRunning(started), "supervise-" + spec.name());
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  /** Stops the process, killing it when its grace is over, and leaves it so. */
  void stop() throws InterruptedException {
    Child running;
    synchronized (this) {
      stopping.countDown();
      running = child;
    }
    if (running != null) {
      running.stop();
      running.awaitEnd();
    }
    log.close();
  }

  String name() {
    return spec.name();
  }

  /** The process, where it is running. */
  synchronized Optional<ProcessHandle> handle() {
    return Optional.ofNullable(child).filter(Child::isAlive).map(Child::handle);
  }

  private void keepRunning(CompletableFuture<Void> started) {
    try {
      Instant start = Instant.now();
      Child first = launch();
      if (first == null) {
        return;
      }
      if (!first.awaitReady(spec.readyWithin())) {
        started.completeExceptionally(notReady(first));
        return;
      }
      terminal.say("  %-8s ready in %.1f s".formatted(name(), secondsSince(start)));
      started.complete(null);
      Child current = first;
      while (current != null) {
        int status = current.awaitEnd();
        changed.run();
        current = afterDeath(status);
      }
    } catch (LaunchException e) {
      if (!started.completeExceptionally(e)) {
        gaveUp.accept(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the process, unless everything is being stopped. */
  private @Nullable Child launch() {
    synchronized (this) {
      if (stopping.getCount() == 0) {
        return null;
      }
      child = Child.start(spec, log, terminal);
    }
    changed.run();
    return child;
  }

  private @Nullable Child afterDeath(int status) throws InterruptedException {
    if (stopping.getCount() == 0 || stopFollows(status)) {
      return null;
    }
    int recent = countDeath();
    String death =
        "%s died (%s). The end of %s:%n%s".formatted(name(), why(status), log.file(), tail());
    if (recent >= policy.deaths()) {
      gaveUp.accept(
          new LaunchException(
              "%s%n%s died %d times within %s and is not started again."
                  .formatted(death, name(), recent, inWords(policy.within()))));
      return null;
    }
    Duration pause = policy.pause(recent);
    terminal.say("%s%n%s starts again in %s.".formatted(death, name(), inWords(pause)));
    if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      return null;
    }
    Instant start = Instant.now();
    Child next = launch();
    if (next == null) {
      return null;
    }
    Duration within = RestartPolicy.readyWithin(spec.readyWithin(), slowStarts);
    if (next.awaitReady(within)) {
      slowStarts = 0;
      terminal.say("%s is back after %.1f s.".formatted(name(), secondsSince(start)));
    } else if (next.isAlive()) {
      slowStarts++;
      terminal.say("%s was not ready within %s and is stopped.".formatted(name(), inWords(within)));
      next.stop();
    }
    return next;
  }

  /** Whether a process that such a signal ended is part of a stop of everything. */
  private boolean stopFollows(int status) throws InterruptedException {
    boolean sentToGroups = status == 129 || status == 130 || status == 143; // HUP, INT, TERM
    return sentToGroups && stopping.await(STOP_FOLLOWS_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private int countDeath() {
    Instant now = Instant.now();
    deaths.addLast(now);
    while (deaths.getFirst().isBefore(now.minus(policy.within()))) {
      deaths.removeFirst();
    }
    return deaths.size();
  }

  private LaunchException notReady(Child first) throws InterruptedException {
    String what;
    if (first.isAlive()) {
      first.stop();
      what = "was not ready within " + inWords(spec.readyWithin());
    } else {
      int status = first.awaitEnd();
      if (stopping.getCount() == 0 || stopFollows(status)) {
        return new LaunchException("stopped while starting");
      }
      what = "died while it started (" + why(status) + ")";
    }
    return new LaunchException(
        "%s %s. The end of %s:%n%s".formatted(name(), what, log.file(), tail()));
  }

  private String tail() {
    return log.tail().stream()
        .map(line -> "    " + line.substring(0, Math.min(line.length(), SHOWN_OF_A_LINE)))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Statuses above 128 are signals. */
  private static String why(int status) {
    return switch (status) {
      case 137 -> "killed";
      case 134 -> "crashed";
      case 3 -> "status 3: out of memory";
      default -> "status " + status;
    };
  }

  private static String inWords(Duration duration) {
    return duration.equals(Duration.ofMinutes(1)) ? "a minute" : duration.toSeconds() + " s";
  }

  private static double secondsSince(Instant start) {
    return Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }
}
