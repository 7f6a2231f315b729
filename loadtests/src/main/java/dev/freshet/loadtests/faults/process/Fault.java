package dev.freshet.loadtests.faults.process;

import java.util.List;

/** What is done to the system. */
public sealed interface Fault {

  /**
   * {@code kill -9}; the launcher starts the processes again.
   *
   * @param processes by name, all at once
   */
  record Kill(List<String> processes) implements Fault {
    public Kill {
      processes = List.copyOf(processes);
    }
  }

  /**
   * {@code kill -STOP}, and {@code kill -CONT} when the time is over. A paused process keeps its
   * connections and answers nothing; paused is the broker's proxy, the broker cannot be reached.
   *
   * @param process by name
   */
  record Pause(String process) implements Fault {}

  /**
   * {@code kill -STOP} of all at once, as when a host hangs, and {@code kill -9} when the time is
   * over; the launcher starts the processes again.
   *
   * @param processes by name
   * @param slowDisk whether the disk of the system is kept busy while they start
   */
  record Hang(List<String> processes, boolean slowDisk) implements Fault {
    public Hang {
      processes = List.copyOf(processes);
    }
  }

  /** The disk under the checkpoints is full. */
  record FillDisk() implements Fault {}
}
