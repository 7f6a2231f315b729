package dev.freshet.models.data;

import dev.freshet.models.data.csv.BadRow;
import java.time.Instant;
import java.util.List;

/**
 * What a log holds.
 *
 * @param videos videos of the catalogue
 * @param users users with impressions
 * @param impressions readable rows of the log
 * @param first time of the first impression
 * @param last time of the last impression
 * @param rows rows of all files, readable or not
 * @param badRows rows left out because they could not be read
 * @param firstBadRows the first five of them
 */
public record LogSummary(
    long videos,
    long users,
    long impressions,
    Instant first,
    Instant last,
    long rows,
    long badRows,
    List<BadRow> firstBadRows) {

  public LogSummary {
    firstBadRows = List.copyOf(firstBadRows);
  }
}
