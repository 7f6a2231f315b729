package dev.freshet.models.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends a round of replicas: stores of the same tables that were alike when it began, and have since
 * learned from batches of their own.
 *
 * <p>A row that one replica alone has learned is taken as it is there; one that several have
 * learned becomes the mean of theirs, each weighted by its number of steps in the round, values and
 * accumulators alike; one that a replica does not have is copied. So afterwards all are alike
 * again, but for rows that one replica has dropped as idle and no other has seen.
 */
public final class RowMerge {

  private RowMerge() {}

  /**
   * Merges the rows of the round and begins the next one. What changed is handed on by the first
   * replica's {@link RowStore#drainRows} alone.
   *
   * @param replicas in a fixed order; each follows rounds
   * @param step becomes the last step of every row that learned
   */
  public static void merge(List<RowStore> replicas, long step) {
    List<Row> same = new ArrayList<>(replicas.size());
    for (RowStore replica : replicas) {
      for (Row row : replica.round) {
        if (row.inRound && !row.removed) {
          same.clear();
          for (RowStore other : replicas) {
            same.add(other == replica ? row : other.existing(row.table.config.name()).row(row.id));
          }
          merge(same, replicas, step);
        }
      }
    }
    for (RowStore replica : replicas) {
      replica.beginRound();
      if (replica != replicas.getFirst()) {
        replica.publishNothing();
      }
    }
  }

  /** Makes the rows of one id alike. */
  private static void merge(List<Row> same, List<RowStore> replicas, long step) {
    int uses = 0;
    int sights = 0;
    long seenAt = Long.MIN_VALUE;
    long latest = 0;
    Row learned = same.getFirst();
    for (Row row : same) {
      uses += row.uses;
      sights = Math.max(sights, row.sights);
      seenAt = Math.max(seenAt, row.seenAt);
      latest = Math.max(latest, row.step);
      if (row.uses > learned.uses || !learned.admitted()) {
        learned = row;
      }
    }
    boolean several = learned.uses < uses;
    float[] values = several ? mean(same, uses, false) : learned.values;
    float[] squares = several ? mean(same, uses, true) : learned.squares;
    for (int i = 0; i < same.size(); i++) {
      Row row = same.get(i);
      row.sights = sights;
      row.seenAt = seenAt;
      row.step = uses > 0 ? step : latest;
      if (row != learned || several) {
        take(row, values, squares);
      }
      row.inRound = false;
      replicas.get(i).save(row);
    }
    if (uses > 0) {
      replicas.getFirst().publish(same.getFirst());
    }
  }

  private static void take(Row row, float[] values, float[] squares) {
    if (!row.admitted() && values.length > 0) {
      row.values = new float[values.length];
      row.squares = new float[values.length];
      row.gradient = new float[values.length];
    }
    System.arraycopy(values, 0, row.values, 0, values.length);
    System.arraycopy(squares, 0, row.squares, 0, squares.length);
  }

  private static float[] mean(List<Row> same, int uses, boolean ofSquares) {
    float[] mean = new float[same.getFirst().table.config.width()];
    for (Row row : same) {
      if (row.uses > 0) {
        float share = (float) row.uses / uses;
        float[] from = ofSquares ? row.squares : row.values;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += share * from[i];
        }
      }
    }
    return mean;
  }
}
