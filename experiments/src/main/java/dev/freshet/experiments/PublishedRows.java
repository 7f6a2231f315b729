package dev.freshet.experiments;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ReleasingTrainer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that a trainer publishes, as a serving node holds them. */
public final class PublishedRows implements EmbeddingRows {
  private final Map<String, float[]> rows = new HashMap<>();

  /** None yet. */
  public PublishedRows() {}

  /** The same rows, which what {@code other} drains later does not change. */
  public PublishedRows(PublishedRows other) {
    rows.putAll(other.rows);
  }

  /** All rows that the trainer has, if none were drained before. */
  public static PublishedRows of(ReleasingTrainer trainer) {
    PublishedRows published = new PublishedRows();
    published.drain(trainer);
    return published;
  }

  /** Takes over the rows that changed since they were last drained. */
  public void drain(ReleasingTrainer trainer) {
    trainer.drainRows(
        row -> {
          if (row.vector() != null) {
            rows.put(row.table() + "/" + row.id(), row.vector().clone());
          }
        });
  }

  @Override
  public float @Nullable [] row(String table, String id) {
    return rows.get(table + "/" + id);
  }

  /** Size of all rows, at four bytes a component. */
  public long bytes() {
    return rows.values().stream().mapToLong(row -> (long) row.length * Float.BYTES).sum();
  }
}
