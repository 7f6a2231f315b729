package dev.freshet.experiments.grid;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/** Says how far a long experiment is: a line for each step done, with the time since the start. */
public final class Progress {

  private final PrintStream out;
  private final InstantSource clock;
  private final long started;

  /**
   * @param out where the lines go
   */
  public Progress(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    started = clock.millis();
  }

  /** Says that a step is done or begun. */
  public synchronized void say(String step) {
    Duration since = Duration.ofMillis(clock.millis() - started);
    out.printf("%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), step);
    out.flush();
  }
}
