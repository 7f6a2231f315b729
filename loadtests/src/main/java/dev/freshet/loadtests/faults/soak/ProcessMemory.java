package dev.freshet.loadtests.faults.soak;

import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at the memory of one process again and again, and keeps what it saw. */
public final class ProcessMemory implements AutoCloseable {

  private final String process;
  private final long pid;
  private final Optional<JvmHeap> heap;
  private final List<Long> resident = new ArrayList<>();
  private final List<Long> used = new ArrayList<>();
  private final List<Long> committed = new ArrayList<>();
  private final List<Long> live = new ArrayList<>();
  private boolean ended;

  /**
   * @param process its name
   */
  ProcessMemory(String process, long pid) {
    this.process = process;
    this.pid = pid;
    this.heap = JvmHeap.of(pid);
  }

  /** Keeps what the process occupies now. */
  void look() {
    OptionalLong bytes = residentBytes(pid);
    if (ended || bytes.isEmpty()) {
      ended = true;
      return;
    }
    resident.add(bytes.getAsLong());
    heap.flatMap(JvmHeap::now)
        .ifPresent(
            usage -> {
              used.add(usage.getUsed());
              committed.add(usage.getCommitted());
            });
  }

  /** Its name and what it occupied when it was last looked at. */
  String now() {
    return ended || resident.isEmpty()
        ? process + " ended"
        : "%s %d MiB".formatted(process, resident.getLast() >> 20);
  }

  /** Has the JVM collect its heap, and keeps what is left. */
  void collect() {
    if (!ended) {
      heap.flatMap(JvmHeap::live).map(MemoryUsage::getUsed).ifPresent(live::add);
    }
  }

  /** What was seen. */
  MemorySeries series() {
    return new MemorySeries(process, resident, used, committed, live, ended);
  }

  /** Resident bytes of a process; empty where the machine does not tell. */
  public static OptionalLong residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty(); // it has ended, or this is no Linux
    }
  }

  @Override
  public void close() {
    heap.ifPresent(JvmHeap::close);
  }
}
