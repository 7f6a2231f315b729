package dev.freshet.models.rows;

import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer.RowUpdate;
import dev.freshet.models.Trainer.StateSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tables of embedding rows that are learned batch by batch.
 *
 * <p>A batch calls {@link RowTable#see} for every use of a row, adds to {@link Row#gradient()}, and
 * ends with {@link #learn}. Two readers follow the changes apart from each other: the checkpoint
 * through {@link #saveChanges}, the publication through {@link #drainRows}. Not thread-safe.
 */
public final class RowStore {
  /** Rows are looked through for idle ones this often within the idle time. */
  private static final int SWEEPS = 16;

  private static final String CLOCK = "rows-clock";
  private static final String ROW = "row/";
  private static final String ROUND = "rows-round";

  private final RowStoreConfig config;
  final Map<String, RowTable> tables = new LinkedHashMap<>();

  private final List<Row> batch = new ArrayList<>();
  private final List<Row> unsaved = new ArrayList<>();
  private final List<Row> unpublished = new ArrayList<>();
  private long sweptAt = Long.MIN_VALUE;
  private boolean clockUnsaved;
  private boolean followsRounds;

  /** Rows that were seen in the present round, where rounds are followed. */
  final List<Row> round = new ArrayList<>();

  private long refused;

  public RowStore(RowStoreConfig config) {
    this.config = config;
  }

  /** Adds a table; its name must be new. */
  public RowTable table(TableConfig table) {
    RowTable added = new RowTable(table, config.seed(), this);
    if (tables.put(table.name(), added) != null) {
      throw new IllegalArgumentException("there is a table of this name already: " + table.name());
    }
    return added;
  }

  /**
   * Begins a round: from now on it is known which rows were seen and how often each learned, so
   * that {@link RowMerge} can end it. Until then no row that learned is handed to {@link
   * #drainRows}.
   */
  public void beginRound() {
    followsRounds = true;
    for (Row row : round) {
      row.inRound = false;
      row.uses = 0;
    }
    round.clear();
  }

  /** Number of admitted rows in all tables. */
  public long admitted() {
    long admitted = 0;
    for (RowTable table : tables.values()) {
      for (Row row : table.rows.values()) {
        if (row.admitted()) {
          admitted++;
        }
      }
    }
    return admitted;
  }

  /** Number of ids with state, admitted or not. */
  public long size() {
    long size = 0;
    for (RowTable table : tables.values()) {
      size += table.rows.size();
    }
    return size;
  }

  /** Number of steps not taken because the gradient was not finite, since this store was made. */
  public long refused() {
    return refused;
  }

  void touch(Row row) {
    row.touched = true;
    batch.add(row);
  }

  /**
   * Ends the batch: every admitted row that was seen takes one step against its gradient, which is
   * then cleared. Where there is no gradient, or one that is not finite, nothing changes: one
   * number that is none would spread to every user of the row and never leave it.
   *
   * @param step number of this batch
   */
  public void learn(long step) {
    for (Row row : batch) {
      row.touched = false;
      save(row);
      if (followsRounds && !row.inRound) {
        row.inRound = true;
        round.add(row);
      }
      if (!row.admitted()) {
        continue;
      }
      if (!Adagrad.finite(row.gradient)) {
        refused++;
        Arrays.fill(row.gradient, 0);
      }
      if (!row.changed && zeros(row.gradient)) {
        continue;
      }
      row.changed = false;
      TableConfig table = row.table.config;
      config.linear().step(row.values, row.squares, row.gradient, 0, table.linear());
      config.embedding().step(row.values, row.squares, row.gradient, table.linear(), table.width());
      Arrays.fill(row.gradient, 0);
      row.step = step;
      row.uses++;
      if (!followsRounds) {
        publish(row);
      }
    }
    batch.clear();
  }

  /** Ends a batch that was only looked at: nothing is learned from it. */
  public void learnNothing() {
    for (Row row : batch) {
      row.touched = false;
      if (row.changed) {
        row.changed = false;
        save(row);
      }
    }
    batch.clear();
  }

  void save(Row row) {
    if (!row.unsaved) {
      row.unsaved = true;
      unsaved.add(row);
    }
  }

  void publish(Row row) {
    if (!row.unpublished) {
      row.unpublished = true;
      unpublished.add(row);
    }
  }

  /** Forgets what was to be handed to {@link #drainRows}. */
  void publishNothing() {
    for (Row row : unpublished) {
      row.unpublished = false;
    }
    unpublished.clear();
  }

  private static boolean zeros(float[] gradient) {
    for (float g : gradient) {
      if (g != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Drops rows that were not seen for the idle time. Looks through the tables only when a sixteenth
   * of the idle time has passed since the last look.
   *
   * @param now event time, in epoch milliseconds
   * @return whether a row was dropped, so that kept references must be looked up again
   */
  public boolean expire(long now) {
    long idle = config.idle().toMillis();
    if (sweptAt == Long.MIN_VALUE) {
      sweptAt = now;
      clockUnsaved = true;
    }
    if (now - sweptAt < Math.max(1, idle / SWEEPS)) {
      return false;
    }
    sweptAt = now;
    clockUnsaved = true;
    boolean dropped = false;
    for (RowTable table : tables.values()) {
      Iterator<Row> rows = table.rows.values().iterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        if (now - row.seenAt >= idle && !row.touched) {
          rows.remove();
          remove(row);
          dropped = true;
        }
      }
    }
    return dropped;
  }

  /** Drops a row, if there is one; its removal is handed on like that of an idle row. */
  public void forget(String table, String id) {
    Row row = existing(table).rows.remove(id);
    if (row != null) {
      remove(row);
    }
  }

  private void remove(Row row) {
    row.removed = true;
    save(row);
    if (row.admitted()) {
      publish(row);
    }
  }

  /** Writes every row that changed since the last call or the restore. */
  public void saveChanges(StateSink sink) {
    for (Row row : unsaved) {
      row.unsaved = false;
      if (!row.removed) {
        sink.put(ROW + row.table.config.name() + '/' + row.id, RowCodec.encode(row));
      } else if (replacement(row) == null) {
        sink.put(ROW + row.table.config.name() + '/' + row.id, null);
      }
    }
    unsaved.clear();
    if (clockUnsaved) {
      sink.put(CLOCK, RowCodec.encode(sweptAt));
      clockUnsaved = false;
    }
    if (followsRounds) {
      sink.put(ROUND, round.isEmpty() ? null : RowCodec.encode(round));
    }
  }

  /** Hands over every admitted row that changed or was removed since the last call. */
  public void drainRows(Consumer<RowUpdate> consumer) {
    for (Row row : unpublished) {
      row.unpublished = false;
      String table = row.table.config.name();
      if (!row.removed) {
        consumer.accept(new RowUpdate(table, row.id, row.step, row.values));
      } else {
        Row next = replacement(row);
        if (next == null || !next.admitted()) {
          consumer.accept(new RowUpdate(table, row.id, row.step, null));
        }
      }
    }
    unpublished.clear();
  }

  /** The row that took the place of a removed one, if its id came back since. */
  private static @Nullable Row replacement(Row removed) {
    return removed.table.rows.get(removed.id);
  }

  /**
   * Takes back one entry as {@link #saveChanges} wrote it.
   *
   * @return false where the key is not one of this store's
   */
  public boolean restore(String key, byte[] value) {
    if (key.equals(CLOCK)) {
      sweptAt = RowCodec.decodeClock(value);
      return true;
    }
    if (key.equals(ROUND)) {
      RowCodec.decodeRound(value, this);
      return true;
    }
    if (!key.startsWith(ROW)) {
      return false;
    }
    int slash = key.indexOf('/', ROW.length());
    RowTable table = slash < 0 ? null : tables.get(key.substring(ROW.length(), slash));
    if (table == null) {
      throw new ModelException("rows: no table for the saved entry " + key);
    }
    RowCodec.decode(value, table.row(key.substring(slash + 1)));
    return true;
  }

  /** The table of this name. */
  RowTable existing(String name) {
    RowTable table = tables.get(name);
    if (table == null) {
      throw new ModelException("rows: no table " + name);
    }
    return table;
  }
}
