package dev.freshet.flink.state;

import java.time.Duration;
import java.util.Collection;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.state.rocksdb.ConfigurableRocksDBOptionsFactory;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Has RocksDB rewrite its files at a certain age, so that what was removed from any state leaves
 * the files, and with them the checkpoints. RocksDB looks at the age of a state's files when one is
 * added to them; {@link Rewrites} sees to that where a state is seldom written to.
 */
public final class CompactedFiles implements ConfigurableRocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /** From one part of the job to another; a user sets {@code freshet.state.erased-within}. */
  private static final String INTERNAL_KEY = "state.compacted-files.interval";

  private static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key(INTERNAL_KEY).durationType().defaultValue(Duration.ofHours(4));

  /** The list of files names keys, too; this small, each change begins a new one. */
  private static final long LIST_OF_FILES_BYTES = 4 << 10;

  private long seconds = INTERVAL.defaultValue().toSeconds();

  /** For Flink, which calls {@link #configure} next. */
  public CompactedFiles() {}

  /** Lets a job keep its state so: files are rewritten at {@code age} at the latest. */
  public static void configure(Configuration flink, Duration age) {
    flink.set(RocksDBOptions.OPTIONS_FACTORY, CompactedFiles.class.getName());
    flink.set(INTERVAL, age);
    Rewrites.configure(flink, age);
  }

  @Override
  public RocksDBOptionsFactory configure(ReadableConfig config) {
    seconds = Math.max(1, config.get(INTERVAL).toSeconds());
    return this;
  }

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
    return current.setMaxManifestFileSize(LIST_OF_FILES_BYTES);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
    return current.setPeriodicCompactionSeconds(seconds);
  }
}
