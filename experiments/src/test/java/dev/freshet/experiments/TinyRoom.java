package dev.freshet.experiments;

import dev.freshet.experiments.grid.ParallelRuns;
import dev.freshet.experiments.grid.Progress;
import dev.freshet.experiments.grid.UnitCache;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A room for tests, with one seed and no data. */
public final class TinyRoom implements AutoCloseable {

  private final ParallelRuns threads = new ParallelRuns();
  private final Room room;

  /**
   * @param runs where runs are kept
   */
  public TinyRoom(Path runs) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    room =
        new Room(
            new ExperimentSettings(/* quick= */ true, List.of(1L), Optional.empty()),
            threads,
            new UnitCache(runs),
            "test",
            new Progress(silent, InstantSource.system()));
  }

  /** The room. */
  public Room room() {
    return room;
  }

  /** What was said in it. */
  public Findings findings() {
    return room.findings("tiny");
  }

  @Override
  public void close() {
    threads.close();
  }
}
