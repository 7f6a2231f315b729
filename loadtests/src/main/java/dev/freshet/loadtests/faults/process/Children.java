package dev.freshet.loadtests.faults.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The processes of the system, by the file in which the launcher keeps them: a line each, with
 * name, process id and start.
 *
 * @param file where it is
 */
public record Children(Path file) {

  /** Process ids by name, of those that run. */
  public Map<String, Long> running() {
    Map<String, Long> running = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(" ", -1);
        long pid = Long.parseLong(fields[1]);
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
          running.put(fields[0], pid);
        }
      }
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "no list of processes at " + file + ": faults need the system that ./freshet starts", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
    return running;
  }

  /**
   * Id of the process called {@code name}.
   *
   * @throws IllegalStateException if it does not run
   */
  public long pid(String name) {
    Long pid = running().get(name);
    if (pid == null) {
      throw new IllegalStateException(name + " does not run");
    }
    return pid;
  }

  /** Sends a signal, such as {@code KILL}, {@code STOP} or {@code CONT}. */
  public static void signal(long pid, String signal) throws InterruptedException {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -%s %d: status %d".formatted(signal, pid, status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + signal + " to process " + pid, e);
    }
  }
}
