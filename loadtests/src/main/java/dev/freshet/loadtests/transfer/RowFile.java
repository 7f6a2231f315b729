package dev.freshet.loadtests.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.data.csv.TextReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of rows: CSV with a header ({@code .csv}) or JSON lines ({@code .jsonl}, {@code .ndjson}),
 * plain or with {@code .gz}.
 */
record RowFile(Path path) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /**
   * The files of a folder, or the file itself. Videos come first. Where there are states, which
   * hold what the events came to, the events are left out.
   *
   * @throws TransferException if there is none
   */
  static List<RowFile> in(Path path) {
    if (!Files.isDirectory(path)) {
      if (!Files.isReadable(path) || !isRows(path)) {
        throw new TransferException(
            path + " is no readable file that ends in .csv, .jsonl or .ndjson, plain or with .gz",
            null);
      }
      return List.of(new RowFile(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      List<RowFile> found =
          files
              .filter(RowFile::isRows)
              .map(RowFile::new)
              .sorted(
                  Comparator.comparing((RowFile file) -> !file.name().startsWith("videos"))
                      .thenComparing(RowFile::name))
              .toList();
      if (found.isEmpty()) {
        throw new TransferException(path + " holds no .csv, .jsonl or .ndjson file", null);
      }
      boolean states = found.stream().anyMatch(file -> file.name().startsWith("states."));
      return found.stream().filter(file -> !(states && file.name().startsWith("events."))).toList();
    } catch (IOException e) {
      throw new TransferException("listing " + path, e);
    }
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /**
   * Hands out every row in order.
   *
   * @throws TransferException if the file cannot be read or divided into rows
   */
  void read(Consumer<Row> each) {
    try (Reader reader = TextReader.open(path, StandardCharsets.UTF_8)) {
      if (plainName(path).endsWith(".csv")) {
        readCsv(reader, each);
      } else {
        readJson(new BufferedReader(reader), each);
      }
    } catch (IOException e) {
      throw new TransferException("reading %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void readJson(BufferedReader reader, Consumer<Row> each) throws IOException {
    long number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (!line.isBlank()) {
        each.accept(json(number, line));
      }
    }
  }

  private static Row json(long number, String line) {
    try {
      JsonNode fields = JSON.readTree(line);
      return fields.isObject()
          ? new Row(number, fields, null)
          : new Row(number, null, "is not a JSON object");
    } catch (JsonProcessingException e) {
      return new Row(number, null, "is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void readCsv(Reader reader, Consumer<Row> each) throws IOException {
    try (CSVParser parser = parser(reader)) {
      List<String> columns = parser.getHeaderNames();
      var records = parser.iterator();
      while (hasNext(parser, records)) {
        CSVRecord record = records.next();
        long line = parser.getCurrentLineNumber();
        if (!record.isConsistent()) {
          each.accept(
              new Row(
                  line,
                  null,
                  "has %d values for %d columns".formatted(record.size(), columns.size())));
          continue;
        }
        ObjectNode fields = JSON.createObjectNode();
        for (String column : columns) {
          if (!record.get(column).isBlank()) {
            fields.put(column.strip(), record.get(column));
          }
        }
        each.accept(new Row(line, fields, null));
      }
    }
  }

  private static CSVParser parser(Reader reader) throws IOException {
    try {
      return CSVParser.parse(reader, CSV);
    } catch (IllegalArgumentException e) {
      throw new IOException("its header: " + e.getMessage(), e);
    }
  }

  private static boolean hasNext(CSVParser parser, Iterator<CSVRecord> records) throws IOException {
    try {
      return records.hasNext();
    } catch (RuntimeException e) {
      throw new IOException(
          "after line %d: %s".formatted(parser.getCurrentLineNumber(), e.getMessage()), e);
    }
  }

  private static boolean isRows(Path path) {
    String name = plainName(path);
    return name.endsWith(".csv") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
  }

  private static String plainName(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
  }
}
