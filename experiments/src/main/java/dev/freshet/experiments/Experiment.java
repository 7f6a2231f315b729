package dev.freshet.experiments;

import java.util.List;

/** The experiment of one model page: its arms, its claims and its words. */
public interface Experiment {

  /** Name on the command line and of the model page, such as {@code metammf}. */
  String name();

  /** Heading of the report. */
  String title();

  /** Names of the folders of logs that it reads where they are there. */
  default List<String> logs() {
    return List.of();
  }

  /** Runs all of it; the same settings give the same findings, but for times. */
  void run(Room room);
}
