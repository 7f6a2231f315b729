package dev.freshet.models.data.csv;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The readable rows of a file; counts the others. */
final class CsvRows<T> implements LogIterator<T> {

  private final CsvFile file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Function<CSVRecord, T> parse;
  private final BadRows badRows;
  private @Nullable T next;
  private boolean ended;

  CsvRows(CsvFile file, CSVParser parser, Function<CSVRecord, T> parse, BadRows badRows) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
    this.parse = parse;
    this.badRows = badRows;
  }

  @Override
  public boolean hasNext() {
    while (next == null && hasRecord()) {
      CSVRecord row = records.next();
      try {
        if (!row.isConsistent()) {
          throw new IllegalArgumentException(
              "%d values for %d columns".formatted(row.size(), parser.getHeaderNames().size()));
        }
        next = parse.apply(row);
        badRows.good();
      } catch (IllegalArgumentException | DateTimeException e) {
        badRows.bad(file.name(), parser.getCurrentLineNumber(), String.valueOf(e.getMessage()));
      }
    }
    if (next == null && !ended) {
      ended = true;
      badRows.endOf(file.name());
    }
    return next != null;
  }

  private boolean hasRecord() {
    try {
      return records.hasNext();
    } catch (RuntimeException e) {
      // a broken archive or quote: what follows cannot be told apart into rows
      throw new ModelException(
          "reading %s, after line %d: %s"
              .formatted(
                  file.path(),
                  parser.getCurrentLineNumber(),
                  (e.getCause() == null ? e : e.getCause()).getMessage()),
          e);
    }
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T row = next;
    next = null;
    if (row == null) {
      throw new NoSuchElementException();
    }
    return row;
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new ModelException("closing " + file.path(), e);
    }
  }
}
