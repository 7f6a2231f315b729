package dev.freshet.local;

import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.ProcessList;
import dev.freshet.local.process.ResidentMemory;
import dev.freshet.local.process.RestartPolicy;
import dev.freshet.local.process.Supervisor;
import dev.freshet.local.process.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A running system, or a part of it: its folder, its processes, and the memory they take. Closing
 * stops everything; so do Ctrl-C and SIGTERM.
 */
final class LocalSystem implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final VarFolder var;
  private final Terminal terminal;
  private final Supervisor supervisor;
  private final Object memoryLock = new Object();
  private Map<String, Long> largest = Map.of();
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param var closed with the system
   */
  LocalSystem(VarFolder var, Terminal terminal) throws InterruptedException {
    this(var, terminal, RestartPolicy.DEFAULT);
  }

  /**
   * Starts nothing yet.
   *
   * @param var closed with the system
   * @param policy when a process that died is started again
   */
  LocalSystem(VarFolder var, Terminal terminal, RestartPolicy policy) throws InterruptedException {
    this.var = var;
    this.terminal = terminal;
    this.supervisor = new Supervisor(var.of("logs"), var.processes(), terminal, policy);
    var.requireRoom();
    var.awaitLeftovers();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-all"));
  }

  /** Starts these at once and returns when all are ready. */
  void start(ChildSpec... together) throws InterruptedException {
    supervisor.start(List.of(together));
  }

  /** Runs a process at the terminal and returns its exit status. */
  int run(ChildSpec spec) throws InterruptedException {
    Thread look = new Thread(this::lookUntilInterrupted, "look");
    look.setDaemon(true);
    look.start();
    try {
      return supervisor.run(spec);
    } finally {
      look.interrupt();
    }
  }

  /** What runs now. */
  List<ProcessList.Entry> running() {
    return supervisor.running();
  }

  /** Keeps the system up until it is stopped, or something makes it impossible to go on. */
  void keepUp() throws InterruptedException {
    while (!isClosed()) {
      look();
      var.requireRoom();
      supervisor.watch(LOOK_EVERY);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Stops everything, then says how much memory it took. */
  void stop() {
    synchronized (this) {
      closed = true;
    }
    if (!supervisor.running().isEmpty()) {
      terminal.say("Stopping.");
    }
    supervisor.close();
    synchronized (memoryLock) {
      if (!largest.isEmpty()) {
        terminal.say(memory(largest));
        largest = Map.of();
      }
      var.close();
    }
  }

  /** One line: resident memory of each process, and of all together with this launcher. */
  static String memory(Map<String, Long> bytes) {
    long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
    return bytes.entrySet().stream()
        .map(entry -> entry.getKey() + " " + mebibytes(entry.getValue()))
        .collect(Collectors.joining(", ", "Processes: ", "; together " + mebibytes(sum)));
  }

  /** Resident memory by process, this launcher last. */
  static Map<String, Long> memoryOf(List<ProcessList.Entry> processes) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    processes.forEach(entry -> bytes.put(entry.name(), ResidentMemory.of(entry.handle().pid())));
    return bytes;
  }

  private void lookUntilInterrupted() {
    try {
      while (!isClosed()) {
        look();
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Remembers the moment at which all together were largest. */
  private void look() {
    List<ProcessList.Entry> running = new ArrayList<>(supervisor.running());
    running.add(new ProcessList.Entry("launcher", ProcessHandle.current()));
    Map<String, Long> now = memoryOf(running);
    synchronized (memoryLock) {
      if (sum(now) > sum(largest)) {
        largest = now;
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
