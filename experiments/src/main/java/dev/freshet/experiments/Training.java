package dev.freshet.experiments;

import dev.freshet.experiments.grid.Progress;
import java.nio.file.Path;

/** A model that is trained to be kept, rather than to be compared. */
public interface Training {

  /** Name on the command line. */
  String name();

  /**
   * Trains and writes the model; the same seed gives the same file.
   *
   * @param out file to write
   * @param epochs passes over the data; 0 for the number that the committed model was trained with
   */
  void run(Path out, int epochs, long seed, Progress progress);
}
