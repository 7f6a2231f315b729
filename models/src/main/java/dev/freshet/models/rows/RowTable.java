package dev.freshet.models.rows;

import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.nio.charset.StandardCharsets;

/** The rows of one table, found by id. */
public final class RowTable {
  final TableConfig config;
  final Object2ObjectOpenHashMap<String, Row> rows = new Object2ObjectOpenHashMap<>();
  private final long seed;
  private final RowStore store;

  RowTable(TableConfig config, long seed, RowStore store) {
    this.config = config;
    this.seed = mix(seed ^ hash(config.name()));
    this.store = store;
  }

  /** What the table looks like. */
  public TableConfig config() {
    return config;
  }

  /** The row of {@code id}, made if there is none; it has no values until it is admitted. */
  public Row row(String id) {
    Row row = rows.get(id);
    if (row == null) {
      row = new Row(this, id);
      rows.put(id, row);
    }
    return row;
  }

  /** Whether the table has a row of {@code id}, admitted or not. */
  public boolean has(String id) {
    return rows.containsKey(id);
  }

  /** Number of rows, admitted or not. */
  public int size() {
    return rows.size();
  }

  /** Counts one sight of the row; see {@link #see(Row, int, long)}. */
  public void see(Row row, long at) {
    see(row, 1, at);
  }

  /**
   * Counts sights of the row by examples of the present batch, and admits it when they are enough.
   * To be called for all uses of a row, before its values are read.
   *
   * @param sights number of uses; positive
   * @param at event time of the latest of them, in epoch milliseconds
   */
  public void see(Row row, int sights, long at) {
    if (at > row.seenAt) {
      row.seenAt = at;
    }
    if (row.sights < config.admission()) {
      row.sights = Math.min(row.sights + sights, config.admission());
      if (row.sights == config.admission()) {
        admit(row);
      }
    }
    if (!row.touched) {
      store.touch(row);
    }
  }

  private void admit(Row row) {
    row.values = initial(row.id);
    row.squares = new float[config.width()];
    row.gradient = new float[config.width()];
    row.changed = true;
  }

  /** The values a row of {@code id} starts with: a function of seed, table and id alone. */
  float[] initial(String id) {
    float[] values = new float[config.width()];
    long state = mix(seed ^ hash(id));
    for (int i = config.linear(); i < values.length; i++) {
      state += 0x9e3779b97f4a7c15L;
      float unit = (mix(state) >>> 40) * 0x1p-24f; // [0, 1)
      values[i] = (2 * unit - 1) * config.scale();
    }
    return values;
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
