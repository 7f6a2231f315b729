package dev.freshet.models.data.csv;

import dev.freshet.models.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts what could not be read. */
public final class BadRows {

  private static final int SHOWN = 5;
  private static final int PERCENT_ALLOWED = 1;

  private final List<BadRow> first = new ArrayList<>();
  private long rows;
  private long bad;
  private long fileRows;
  private long fileBad;

  void good() {
    rows++;
    fileRows++;
  }

  void bad(String file, long line, String reason) {
    good();
    bad++;
    fileBad++;
    if (first.size() < SHOWN) {
      first.add(new BadRow(file, line, reason));
    }
  }

  /**
   * Ends a file.
   *
   * @throws ModelException if more than 1 % of its rows were bad
   */
  void endOf(String file) {
    if (fileBad * 100 > fileRows * PERCENT_ALLOWED) {
      throw new ModelException(
          "%s: %d of %d rows cannot be read, more than %d %%; the first: %s"
              .formatted(
                  file,
                  fileBad,
                  fileRows,
                  PERCENT_ALLOWED,
                  first.stream().map(BadRow::toString).collect(Collectors.joining("; "))));
    }
    fileRows = 0;
    fileBad = 0;
  }

  /** Number of rows, good or bad. */
  public long rows() {
    return rows;
  }

  /** Number of bad rows. */
  public long bad() {
    return bad;
  }

  /** The first five. */
  public List<BadRow> first() {
    return first;
  }
}
