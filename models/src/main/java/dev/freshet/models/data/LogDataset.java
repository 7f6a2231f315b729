package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A published log in its original files, plain or gzipped.
 *
 * <p>Rows that cannot be read are left out and counted; a file with more than 1 % of them raises a
 * {@link ModelException} that shows the first five. Everything is a function of the files: the same
 * files give the same events with the same ids in the same order.
 */
public sealed interface LogDataset permits KuaiRand, TableLog {

  /** Where its files lie. */
  Path folder();

  /** Name of that folder, such as {@code kuairand-pure}; of the one above a {@code data}. */
  default String name() {
    Path absolute = folder().toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    Path parent = absolute.getParent();
    if (name != null && name.toString().equals("data") && parent != null) {
      name = parent.getFileName();
    }
    return name == null ? "log" : name.toString();
  }

  /** Where its days begin. */
  ZoneId zone();

  /** Reads every file once; the first call does it, later ones give the same. */
  LogSummary summary();

  /** The catalogue, in the order of the file. */
  LogIterator<Video> videos();

  /**
   * First the HISTORY of each user who has one, then all that was done, in the order in which it
   * happened: impressions, and between them their outcomes at their own times.
   */
  LogIterator<FeedbackEvent> events();

  /**
   * The log in {@code folder} or in its subfolder {@code data}.
   *
   * @throws ModelException if it has none of the known layouts; says which files were looked for
   */
  static LogDataset open(Path folder) {
    for (Path candidate : new Path[] {folder, folder.resolve("data")}) {
      Optional<? extends LogDataset> found =
          KuaiRand.find(candidate)
              .map(LogDataset.class::cast)
              .or(() -> MovieLens.find(candidate))
              .or(() -> KuaiRec.find(candidate))
              .or(() -> Mind.find(candidate));
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new ModelException(
        "%s holds no log that can be read: looked for %s, each plain or with .gz; found %s"
            .formatted(
                folder.toAbsolutePath().normalize(),
                String.join(
                    ", or ", KuaiRand.LAYOUT, MovieLens.LAYOUT, KuaiRec.LAYOUT, Mind.LAYOUT),
                contents(folder)));
  }

  private static String contents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "no such folder";
    }
    try (Stream<Path> files = Files.list(folder)) {
      String names =
          files
              .map(f -> f.getFileName().toString())
              .sorted()
              .limit(20)
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "an empty folder" : names;
    } catch (IOException e) {
      throw new ModelException("listing " + folder, e);
    }
  }
}
