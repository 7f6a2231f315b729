package dev.freshet.models.data.csv;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of rows and columns, plain or gzipped.
 *
 * @param path the file
 * @param format how values are laid out
 * @param columns with a header: columns that it must have, in any case and order; without one: all
 *     columns in their order
 */
public record CsvFile(Path path, TextFormat format, List<String> columns) {

  static final String GZ = ".gz";

  /** A CSV file with a header. */
  public CsvFile(Path path, List<String> columns) {
    this(path, TextFormat.CSV, columns);
  }

  String name() {
    return path.getFileName().toString();
  }

  /**
   * Files of a folder whose name without {@code .gz} matches, by that name; of a file that is there
   * both ways, the plain one.
   */
  public static List<Path> matching(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    TreeMap<String, Path> byName = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            String name = file.getFileName().toString();
            boolean zipped = name.endsWith(GZ);
            String plain = zipped ? name.substring(0, name.length() - GZ.length()) : name;
            if (matcher.matches(Path.of(plain))) {
              byName.merge(plain, file, (one, other) -> zipped ? one : other);
            }
          });
    } catch (IOException e) {
      throw new ModelException("listing " + folder, e);
    }
    return List.copyOf(byName.values());
  }

  /** The first of {@link #matching}. */
  public static Optional<Path> first(Path folder, String glob) {
    return matching(folder, glob).stream().findFirst();
  }

  /**
   * The rows of the file as {@code parse} reads them.
   *
   * @param parse throws an IllegalArgumentException that says why a row is bad
   */
  public <T> LogIterator<T> rows(Function<CSVRecord, T> parse, BadRows badRows) {
    CSVFormat.Builder layout =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(format.delimiter())
            .setHeader(format.header() ? new String[0] : columns.toArray(new String[0]))
            .setSkipHeaderRecord(format.header())
            .setIgnoreHeaderCase(true);
    if (!format.quoted()) {
      layout.setQuote(null);
    }
    try {
      Reader reader = TextReader.open(path, format.charset());
      CSVParser parser;
      try {
        parser = CSVParser.parse(reader, layout.get());
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
      List<String> missing =
          columns.stream()
              .filter(c -> parser.getHeaderNames().stream().noneMatch(c::equalsIgnoreCase))
              .toList();
      if (!missing.isEmpty()) {
        parser.close();
        throw new ModelException(
            "%s has no column %s; it has %s"
                .formatted(path, String.join(", ", missing), parser.getHeaderNames()));
      }
      return new CsvRows<>(this, parser, parse, badRows);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("reading %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
