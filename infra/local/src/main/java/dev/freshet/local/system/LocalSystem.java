package dev.freshet.local.system;

import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.LaunchException;
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
public final class LocalSystem implements AutoCloseable {

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
  public LocalSystem(VarFolder var, Terminal terminal) throws InterruptedException {
    this(var, terminal, RestartPolicy.DEFAULT);
  }

  /**
   * Starts nothing yet.
   *
   * @param var closed with the system
   * @param policy when a process that died is started again
   */
  public LocalSystem(VarFolder var, Terminal terminal, RestartPolicy policy)
      throws InterruptedException {
    this.var = var;
    this.terminal = terminal;
    this.supervisor = new Supervisor(var.of("logs"), var.processes(), terminal, policy);
    var.requireRoom();
    var.awaitLeftovers();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-all"));
  }

  /** Starts these at once and returns when all are ready. */
  public void start(ChildSpec... together) throws InterruptedException {
    start(List.of(together));
  }

  /** Starts these at once and returns when all are ready. */
  public void start(List<ChildSpec> together) throws InterruptedException {
    supervisor.start(together);
  }

  /** Runs a process at the terminal and returns its exit status. */
  public int run(ChildSpec spec) throws InterruptedException {
    Thread look = new Thread(this::lookUntilInterrupted, "look");
    look.setDaemon(true);
    look.start();
    try {
      return supervisor.run(spec);
    } finally {
      look.interrupt();
    }
  }

  /**
   * Runs a process at the terminal to its end.
   *
   * @throws LaunchException if it fails
   */
  public void complete(ChildSpec spec) throws InterruptedException {
    int status = run(spec);
    if (status != 0) {
      throw new LaunchException("%s failed with status %d".formatted(spec.name(), status));
    }
  }

  /**
   * The process of that name.
   *
   * @throws LaunchException if it does not run
   */
  public ProcessHandle process(String name) {
    return running().stream()
        .filter(entry -> entry.name().equals(name))
        .map(ProcessList.Entry::handle)
        .findFirst()
        .orElseThrow(() -> new LaunchException(name + " does not run"));
  }

  /** What runs now. */
  public List<ProcessList.Entry> running() {
    return supervisor.running();
  }

  /** Keeps the system up until it is stopped, or something makes it impossible to go on. */
  public void keepUp() throws InterruptedException {
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
  public void stop() {
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
  public static String memory(Map<String, Long> bytes) {
    long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
    return bytes.entrySet().stream()
        .map(entry -> entry.getKey() + " " + mebibytes(entry.getValue()))
        .collect(Collectors.joining(", ", "Processes: ", "; together " + mebibytes(sum)));
  }

  /** Resident memory by process, this launcher last. */
  public static Map<String, Long> memoryOf(List<ProcessList.Entry> processes) {
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
