package dev.freshet.serving.store;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB for everything the node keeps, with a column family per topic and one for offsets.
 *
 * <p>A write goes to the operating system before it returns. A crash of the process loses nothing;
 * a crash of the machine may lose the last writes, data and offsets together, so they are read
 * again.
 */
@Singleton
public final class LocalStore implements AutoCloseable {

  private static final long MIB = 1024L * 1024;

  /** The list of files names keys, too; this small, each change begins a new one. */
  private static final long LIST_OF_FILES_BYTES = 4 << 10;

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final WriteOptions writeOptions;
  private final RocksDB db;

  /** Closing waits for calls under way: RocksDB's native memory must not be freed under them. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Opens the store, and makes it where there is none.
   *
   * @throws StoreException if the folder cannot be written or another process has it open
   */
  public LocalStore(StoreConfig config) {
    RocksDB.loadLibrary();
    writeOptions = own(new WriteOptions());
    Path dir = Path.of(config.dir());
    LRUCache cache = own(new LRUCache(config.blockCacheMib() * MIB));
    BloomFilter filter = own(new BloomFilter(10));
    ColumnFamilyOptions familyOptions =
        own(new ColumnFamilyOptions())
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setCacheIndexAndFilterBlocks(true))
            .setWriteBufferSize(8 * MIB)
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    DBOptions options =
        own(new DBOptions())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setDbWriteBufferSize(config.writeBufferMib() * MIB)
            .setMaxTotalWalSize(64 * MIB)
            .setKeepLogFileNum(2)
            .setMaxManifestFileSize(LIST_OF_FILES_BYTES)
            .setMaxOpenFiles(256);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
    for (Family family : Family.values()) {
      descriptors.add(new ColumnFamilyDescriptor(family.id(), familyOptions));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try {
      Files.createDirectories(dir);
      db = RocksDB.open(options, dir.toString(), descriptors, opened);
    } catch (RocksDBException | IOException e) {
      throw new StoreException("opening the local store in " + dir.toAbsolutePath(), e);
    }
    own(opened.getFirst());
    Iterator<ColumnFamilyHandle> next = opened.listIterator(1);
    for (Family family : Family.values()) {
      handles.put(family, own(next.next()));
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = handles.get(family);
    if (handle == null) {
      throw new IllegalStateException("no column family " + family);
    }
    return handle;
  }

  /** An empty batch of changes, to be closed by the caller. */
  public Changes changes() {
    return new Changes(this);
  }

  /** Writes all of {@code changes} at once. */
  public void write(Changes changes) {
    whileOpen(
        "writing a batch",
        () -> {
          db.write(writeOptions, changes.batch());
          return true;
        });
  }

  /** The value of {@code key}, or null where there is none. */
  public byte @Nullable [] value(Family family, String key) {
    byte @Nullable [][] found = new byte[1][];
    whileOpen(
        "reading " + family,
        () -> {
          found[0] = db.get(handle(family), Changes.bytes(key));
          return true;
        });
    return found[0];
  }

  /** Hands over every key and value of {@code family}, in the order of the keys' bytes. */
  public void forEach(Family family, BiConsumer<String, byte[]> consumer) {
    whileOpen(
        "scanning " + family,
        () -> {
          try (RocksIterator entries = db.newIterator(handle(family))) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
              consumer.accept(new String(entries.key(), StandardCharsets.UTF_8), entries.value());
            }
            entries.status();
          }
          return true;
        });
  }

  /** Hands over every key that begins with {@code prefix}, and its value, in the keys' order. */
  public void forEach(Family family, String prefix, BiConsumer<String, byte[]> consumer) {
    byte[] begin = Changes.bytes(prefix);
    whileOpen(
        "scanning " + family,
        () -> {
          try (RocksIterator entries = db.newIterator(handle(family))) {
            for (entries.seek(begin); entries.isValid(); entries.next()) {
              byte[] key = entries.key();
              if (!startsWith(key, begin)) {
                break;
              }
              consumer.accept(new String(key, StandardCharsets.UTF_8), entries.value());
            }
            entries.status();
          }
          return true;
        });
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * Writes everything to files and rewrites those of {@code families} without what was removed, so
   * that no byte of it stays in the store or its log.
   */
  public void compact(Collection<Family> families) {
    whileOpen(
        "compacting " + families,
        () -> {
          try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
              CompactRangeOptions all =
                  new CompactRangeOptions()
                      .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            db.flush(flush, List.copyOf(handles.values()));
            for (Family family : families) {
              db.compactRange(handle(family), null, null, all);
            }
          }
          return true;
        });
  }

  /** Removes every key of {@code family}. */
  public void clear(Family family) {
    try (Changes changes = changes()) {
      forEach(family, (key, value) -> changes.remove(family, key));
      write(changes);
    }
  }

  private void whileOpen(String doing, Access access) {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the local store is closed");
      }
      access.run();
    } catch (RocksDBException e) {
      throw new StoreException(doing, e);
    } finally {
      open.readLock().unlock();
    }
  }

  /** A use of the database. */
  @FunctionalInterface
  private interface Access {
    boolean run() throws RocksDBException;
  }

  @Override
  @PreDestroy
  public void close() {
    open.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      handles.values().forEach(ColumnFamilyHandle::close);
      db.close();
      for (AutoCloseable resource : owned.reversed()) {
        if (!(resource instanceof ColumnFamilyHandle)) {
          resource.close();
        }
      }
    } catch (Exception e) {
      throw new StoreException("closing the local store", e);
    } finally {
      open.writeLock().unlock();
    }
  }
}
