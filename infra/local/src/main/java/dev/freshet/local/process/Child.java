package dev.freshet.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of a process: from its start to its end. */
final class Child {

  private static final Duration AFTER_THE_END = Duration.ofSeconds(2);

  private final ChildSpec spec;
  private final Process process;
  private final Thread pump;
  private final CountDownLatch ready = new CountDownLatch(1);

  private Child(ChildSpec spec, ChildLog log, Terminal terminal) throws IOException {
    this.spec = spec;
    this.process = builder(spec).redirectErrorStream(true).start();
    this.pump = new Thread(() -> passOn(log, terminal), "output-of-" + spec.name());
    pump.setDaemon(true);
    pump.start();
  }

  /** Starts the process; its output goes to {@code log} and {@code terminal}. */
  static Child start(ChildSpec spec, ChildLog log, Terminal terminal) {
    try {
      return new Child(spec, log, terminal);
    } catch (IOException e) {
      throw new LaunchException("cannot start " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  /** The command with its environment, output not yet redirected. */
  static ProcessBuilder builder(ChildSpec spec) {
    ProcessBuilder builder = new ProcessBuilder(spec.command());
    builder.environment().putAll(spec.environment());
    return builder;
  }

  /** Waits until it is ready; false where it ends or the time is up before. */
  boolean awaitReady(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (ready.await(50, TimeUnit.MILLISECONDS) || listens()) {
        return true;
      }
    }
    return ready.getCount() == 0;
  }

  private boolean listens() {
    if (spec.readyPort().isEmpty()) {
      return false;
    }
    try {
      new Socket(InetAddress.getLoopbackAddress(), spec.readyPort().getAsInt()).close();
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Waits for its end and the last of its output; returns the exit status. */
  int awaitEnd() throws InterruptedException {
    int status = process.waitFor();
    pump.join(AFTER_THE_END);
    return status;
  }

  /** Asks it to stop, and kills it when its grace is over. */
  void stop() throws InterruptedException {
    stop(process, spec.grace());
  }

  /** Asks a process to stop, and kills it when {@code grace} is over. */
  static void stop(Process process, Duration grace) throws InterruptedException {
    askToStop(process);
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }

  /**
   * Closes its standard input, which {@link ChildMain} takes as the request to stop. Not by a
   * signal: those that reach the whole process group are the launcher's alone.
   */
  static void askToStop(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has closed its end: it stops already
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  private void passOn(ChildLog log, Terminal terminal) {
    String readyLine = "READY " + spec.name();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals(readyLine)) {
          ready.countDown();
        } else {
          terminal.line(spec, line);
        }
        log.add(line);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException("reading the output of " + spec.name(), e);
      }
    }
  }
}
