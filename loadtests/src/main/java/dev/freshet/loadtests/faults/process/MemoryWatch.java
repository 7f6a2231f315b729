package dev.freshet.loadtests.faults.process;

import dev.freshet.loadtests.faults.soak.ProcessMemory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the resident memory of a process twice a second. Closing ends it. */
public final class MemoryWatch implements AutoCloseable {

  private static final long EVERY_MILLIS = 500;

  private final Children children;
  private final String process;
  private final long first;
  private final AtomicLong greatest = new AtomicLong();
  private final Thread thread;

  /**
   * @param process by name
   */
  public MemoryWatch(Children children, String process) {
    this.children = children;
    this.process = process;
    this.first = bytes(children, process);
    this.greatest.set(first);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("memory-watch")
            .start(() -> watch(children, process, greatest));
  }

  private static void watch(Children children, String process, AtomicLong greatest) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        greatest.accumulateAndGet(bytes(children, process), Math::max);
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Bytes when the watch began. */
  public long first() {
    return first;
  }

  /** The most bytes since then. */
  public long greatest() {
    return greatest.get();
  }

  /** Bytes now. */
  public long now() {
    return bytes(children, process);
  }

  private static long bytes(Children children, String process) {
    Long pid = children.running().get(process);
    return pid == null ? 0 : ProcessMemory.residentBytes(pid).orElse(0);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
