package dev.freshet.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that names the processes of a running system, for other commands and for a start after
 * this one was killed. A line each: name, process id, start in epoch milliseconds.
 *
 * @param file where it is
 */
public record ProcessList(Path file) {

  /** A process by name, as it is running now. */
  public record Entry(String name, ProcessHandle handle) {}

  /** Replaces the list. */
  public void write(List<Entry> entries) {
    List<String> lines = entries.stream().map(ProcessList::line).toList();
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(draft, lines);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LaunchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Those in the list that still run; an id that another process got meanwhile does not count. */
  public List<Entry> running() {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(" ", -1);
        if (fields.length == 3) {
          find(Long.parseLong(fields[1]), Long.parseLong(fields[2]))
              .ifPresent(handle -> entries.add(new Entry(fields[0], handle)));
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new LaunchException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return entries;
  }

  private static Optional<ProcessHandle> find(long pid, long started) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> startMillis(handle) == started);
  }

  private static String line(Entry entry) {
    return "%s %d %d".formatted(entry.name(), entry.handle().pid(), startMillis(entry.handle()));
  }

  private static long startMillis(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
