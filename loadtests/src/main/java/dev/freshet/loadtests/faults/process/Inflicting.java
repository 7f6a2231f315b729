package dev.freshet.loadtests.faults.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does to the system what a scenario says.
 *
 * @param children the processes
 * @param taskManagers of Flink; null where it is a single process
 * @param smallDisk the disk under the checkpoints; null where they share one with others, which is
 *     not filled
 * @param failedCheckpoints of the jobs; null where nothing says how many there are
 */
public record Inflicting(
    Children children,
    @Nullable TaskManagers taskManagers,
    @Nullable Path smallDisk,
    @Nullable FailedCheckpoints failedCheckpoints) {

  private static final int CHUNK = 64 << 10;

  /** Longer than all of them take to start. */
  private static final Duration SLOW_DISK = Duration.ofMinutes(1);

  /** Why the fault cannot be inflicted here; empty where it can. */
  public Optional<String> impossible(Fault fault) {
    return switch (fault) {
      case Fault.Kill kill -> missing(kill.processes());
      case Fault.Pause pause -> missing(List.of(pause.process()));
      case Fault.Hang hang -> missing(hang.processes());
      case Fault.FillDisk fill -> {
        if (smallDisk == null) {
          yield Optional.of("the checkpoints have no disk of their own (mounting one takes root)");
        }
        yield failedCheckpoints == null
            ? Optional.of("there is no address at which Flink says how many checkpoints failed")
            : Optional.empty();
      }
    };
  }

  private Optional<String> missing(List<String> processes) {
    if (processes.contains(TaskManagers.BUSIEST)) {
      return taskManagers == null
          ? Optional.of("Flink is a single process in this system; with --cluster it is several")
          : Optional.empty();
    }
    Set<String> running = children.running().keySet();
    return processes.stream()
        .filter(process -> !running.contains(process))
        .findFirst()
        .map(process -> "no process " + process + " is in this system");
  }

  /**
   * The same fault, with the process that {@link TaskManagers#BUSIEST} stands for at the moment.
   */
  public Fault aim(Fault fault) {
    return switch (fault) {
      case Fault.Kill kill -> new Fault.Kill(kill.processes().stream().map(this::actual).toList());
      case Fault.Pause pause -> new Fault.Pause(actual(pause.process()));
      case Fault.Hang hang -> hang;
      case Fault.FillDisk fill -> fill;
    };
  }

  private String actual(String process) {
    return taskManagers != null && process.equals(TaskManagers.BUSIEST)
        ? taskManagers.busiest()
        : process;
  }

  /** Inflicts the fault and returns when it is over; what it brought down may not be back then. */
  public void inflict(Fault fault, Duration lasts) throws InterruptedException {
    switch (fault) {
      case Fault.Kill kill -> signal(kill.processes(), "KILL");
      case Fault.Hang hang -> {
        signal(hang.processes(), "STOP");
        try {
          TimeUnit.MILLISECONDS.sleep(lasts.toMillis());
        } finally {
          signal(hang.processes(), "KILL");
        }
        if (hang.slowDisk()) {
          BusyDisk.keepBusy(children.file().resolveSibling("busy"), SLOW_DISK);
        }
      }
      case Fault.Pause pause -> {
        long pid = children.pid(pause.process());
        Children.signal(pid, "STOP");
        try {
          TimeUnit.MILLISECONDS.sleep(lasts.toMillis());
        } finally {
          Children.signal(pid, "CONT");
        }
      }
      case Fault.FillDisk fill -> {
        if (smallDisk == null) {
          throw new IllegalStateException("there is no disk that may be filled");
        }
        fill(smallDisk.resolve("filler"), lasts);
      }
    }
  }

  private void signal(List<String> processes, String signal) throws InterruptedException {
    for (String process : processes) {
      Children.signal(children.pid(process), signal);
    }
  }

  private static void fill(Path filler, Duration lasts) throws InterruptedException {
    try {
      boolean full = false;
      IOException last;
      long end = System.nanoTime() + lasts.toNanos();
      do {
        last = writeUntilItFails(filler); // again: others may have given room back
        full |= isFull(filler);
        TimeUnit.MILLISECONDS.sleep(200);
      } while (System.nanoTime() < end);
      if (!full) {
        throw new IllegalStateException(
            "the disk of %s was never full: %s".formatted(filler, last), last);
      }
    } finally {
      delete(filler);
    }
  }

  /** What the write failed with: no space left on the device, if all is as it must be. */
  private static IOException writeUntilItFails(Path filler) {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out =
        Files.newOutputStream(
            filler,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      return e;
    }
  }

  private static boolean isFull(Path filler) {
    try {
      return Files.getFileStore(filler).getUsableSpace() < CHUNK;
    } catch (IOException e) {
      return false; // there is no such file
    }
  }

  private static void delete(Path filler) {
    try {
      Files.deleteIfExists(filler);
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + filler, e);
    }
  }
}
