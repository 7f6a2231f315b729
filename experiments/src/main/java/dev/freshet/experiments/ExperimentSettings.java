package dev.freshet.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an experiment is given.
 *
 * @param quick whether a small form is wanted that shows only that everything runs
 * @param seeds one run for each; at least one
 * @param data folder that holds the data sets, each in a folder of its own; those missing are left
 *     out of the experiment, which says so
 */
public record ExperimentSettings(boolean quick, List<Long> seeds, Optional<Path> data) {

  public ExperimentSettings {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("at least one seed is needed");
    }
  }

  /** The data set's folder, if it is there. */
  public Optional<Path> dataset(String folder) {
    return data.map(all -> all.resolve(folder)).filter(Files::isDirectory);
  }

  /** Names of the folders with data, sorted. */
  public List<String> datasets() {
    if (data.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(data.get())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + data.get(), e);
    }
  }
}
