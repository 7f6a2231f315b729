package dev.freshet.serving.model;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The rows of every embedding table, by generation, in memory and on disk. */
@Singleton
public final class RowTables implements TopicCopy {

  private static final AvroSerde<EmbeddingRow> SERDE = AvroSerde.of(EmbeddingRow.class);
  private static final char SEPARATOR = '/';
  private static final char AFTER_SEPARATOR = SEPARATOR + 1;

  private final LocalStore store;
  private final Map<String, Generation> generations = new ConcurrentHashMap<>();
  private final List<RowListener> listeners = new CopyOnWriteArrayList<>();

  /** Tables with what {@code store} has already. */
  public RowTables(LocalStore store, MeterRegistry meters) {
    this.store = store;
    store.forEach(Family.EMBEDDING_ROWS, (key, value) -> put(SERDE.decode(value)));
    meters.gauge("freshet.serving.rows", this, RowTables::size);
  }

  /** Is told of each row that changed. */
  @FunctionalInterface
  public interface RowListener {

    /** The row {@code id} of {@code table} was put in, changed or removed. */
    void changed(String generation, String table, String id);
  }

  /** Keys of the row {@code id} of {@code table} in every generation that has one. */
  public List<String> keys(String table, String id) {
    return generations.keySet().stream()
        .filter(generation -> of(generation).row(table, id) != null)
        .map(generation -> generation + SEPARATOR + table + SEPARATOR + id)
        .toList();
  }

  /** The rows of one generation as they are at each moment; none where it is not known. */
  public EmbeddingRows of(String generation) {
    return new Rows(generation);
  }

  /** The rows of one generation, which may come and go. */
  private final class Rows implements EmbeddingRows {
    private final String generation;

    Rows(String generation) {
      this.generation = generation;
    }

    @Override
    public float @Nullable [] row(String table, String id) {
      Place place = place(table, id);
      return place == null ? null : place.row();
    }

    @Override
    public @Nullable Place place(String table, String id) {
      Generation rows = generations.get(generation);
      return rows == null ? null : rows.place(table, id);
    }
  }

  /** Highest training step of any row of the generation; -1 where it has none. */
  public long step(String generation) {
    Generation rows = generations.get(generation);
    return rows == null ? -1 : rows.step;
  }

  /** Number of rows of all generations. */
  public long size() {
    return generations.values().stream().mapToLong(Generation::size).sum();
  }

  /** Calls {@code listener} on the feed's thread. */
  public void onChange(RowListener listener) {
    listeners.add(listener);
  }

  /** Calls {@code listener} no more. */
  void forget(RowListener listener) {
    listeners.remove(listener);
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.EMBEDDING_ROWS;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      remove(key, changes);
      return;
    }
    EmbeddingRow row = SERDE.decode(value);
    if (!key.equals(row.getGeneration() + SEPARATOR + row.getTable() + SEPARATOR + row.getId())) {
      throw new IllegalArgumentException("the row is another than the key says");
    }
    if (put(row)) {
      changes.put(Family.EMBEDDING_ROWS, key, value);
      tell(row.getGeneration(), row.getTable(), row.getId());
    }
  }

  /** Forgets the rows of a generation that no kept release uses. */
  void retire(String generation, Changes changes) {
    Generation rows = generations.remove(generation);
    if (rows != null) {
      rows.clear();
    }
    changes.removeRange(
        Family.EMBEDDING_ROWS, generation + SEPARATOR, generation + AFTER_SEPARATOR);
  }

  @Override
  public void clear() {
    generations.values().forEach(Generation::clear);
    generations.clear();
    store.clear(Family.EMBEDDING_ROWS);
  }

  private boolean put(EmbeddingRow row) {
    return generations
        .computeIfAbsent(row.getGeneration(), name -> new Generation())
        .put(row.getTable(), row.getId(), row.getStep(), FloatBytes.toArray(row.getVector()));
  }

  /** An id may contain the separator; generation and table may not. */
  private void remove(String key, Changes changes) {
    changes.remove(Family.EMBEDDING_ROWS, key);
    int table = key.indexOf(SEPARATOR);
    int id = key.indexOf(SEPARATOR, table + 1);
    Generation rows = table < 0 || id < 0 ? null : generations.get(key.substring(0, table));
    if (rows != null && rows.remove(key.substring(table + 1, id), key.substring(id + 1))) {
      tell(key.substring(0, table), key.substring(table + 1, id), key.substring(id + 1));
    }
  }

  private void tell(String generation, String table, String id) {
    listeners.forEach(listener -> listener.changed(generation, table, id));
  }

  /** Rows of one generation: table, then id. One thread puts, any thread reads. */
  private static final class Generation {
    private final Map<String, Map<String, Row>> tables = new ConcurrentHashMap<>();
    private volatile long step = -1;

    /** A row, which changes in place. */
    private static final class Row implements EmbeddingRows.Place {
      private long step;
      private volatile float @Nullable [] vector;

      @Override
      public float @Nullable [] row() {
        return vector;
      }
    }

    boolean put(String table, String id, long rowStep, float[] vector) {
      Map<String, Row> rows = tables.computeIfAbsent(table, name -> new ConcurrentHashMap<>());
      Row row = rows.get(id);
      if (row != null && row.step >= rowStep) {
        return false;
      }
      Row changed = row == null ? new Row() : row;
      changed.step = rowStep;
      changed.vector = vector;
      if (row == null) {
        rows.put(id, changed);
      }
      step = Math.max(step, rowStep);
      return true;
    }

    boolean remove(String table, String id) {
      Map<String, Row> rows = tables.get(table);
      Row row = rows == null ? null : rows.remove(id);
      if (row == null) {
        return false;
      }
      row.vector = null; // for those who know its place
      return true;
    }

    void clear() {
      tables.values().forEach(rows -> rows.values().forEach(row -> row.vector = null));
    }

    @Nullable Row place(String table, String id) {
      Map<String, Row> rows = tables.get(table);
      return rows == null ? null : rows.get(id);
    }

    long size() {
      return tables.values().stream().mapToLong(Map::size).sum();
    }
  }
}
