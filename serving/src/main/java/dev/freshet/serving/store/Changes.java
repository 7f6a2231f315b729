package dev.freshet.serving.store;

import java.nio.charset.StandardCharsets;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What one batch of records changes: written as a whole or not at all. */
public final class Changes implements AutoCloseable {

  private final LocalStore store;
  private final WriteBatch batch = new WriteBatch();

  Changes(LocalStore store) {
    this.store = store;
  }

  /** Replaces the value of {@code key}. */
  public void put(Family family, String key, byte[] value) {
    try {
      batch.put(store.handle(family), bytes(key), value);
    } catch (RocksDBException e) {
      throw new StoreException("putting %s into %s".formatted(key, family), e);
    }
  }

  /** Removes {@code key}. */
  public void remove(Family family, String key) {
    try {
      batch.delete(store.handle(family), bytes(key));
    } catch (RocksDBException e) {
      throw new StoreException("removing %s from %s".formatted(key, family), e);
    }
  }

  /** Removes every key from {@code from}, inclusive, to {@code to}, exclusive. */
  public void removeRange(Family family, String from, String to) {
    try {
      batch.deleteRange(store.handle(family), bytes(from), bytes(to));
    } catch (RocksDBException e) {
      throw new StoreException("removing %s to %s from %s".formatted(from, to, family), e);
    }
  }

  WriteBatch batch() {
    return batch;
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    batch.close();
  }
}
