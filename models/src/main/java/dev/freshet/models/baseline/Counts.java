package dev.freshet.models.baseline;

import dev.freshet.models.Trainer.StateSink;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Impressions and long views by id, each worth half after a half-life of event time. Ids not seen
 * for long are forgotten, so the table stays bounded.
 */
final class Counts {

  private static final long SWEEP_MILLIS = 3_600_000;

  private final String table;
  private final double halfLifeMillis;
  private final long idleMillis;
  private final Object2ObjectOpenHashMap<String, Count> counts = new Object2ObjectOpenHashMap<>();
  private final ObjectOpenHashSet<String> changed = new ObjectOpenHashSet<>();
  private long sweptAt = Long.MIN_VALUE;

  Counts(String table, RateConfig config) {
    this.table = table;
    this.halfLifeMillis = config.halfLife().toMillis();
    this.idleMillis = config.idle().toMillis();
  }

  /** The counts of {@code id} as of {@code at}; zero where it has none. */
  Count at(String id, long at) {
    Count count = counts.get(id);
    return count == null ? new Count(0, 0, at) : count.decayed(at, halfLifeMillis);
  }

  /** Counts one impression of {@code id}. */
  void add(String id, long at, boolean longView) {
    Count count = at(id, at);
    counts.put(
        id, new Count(count.impressions + 1, count.longViews + (longView ? 1 : 0), count.at));
    changed.add(id);
  }

  /**
   * Forgets what has been idle for too long. Looks once an hour of event time, at the hour's limit:
   * looking again after a restore finds nothing more.
   */
  void sweep(long at) {
    long hour = Math.floorDiv(at, SWEEP_MILLIS);
    if (hour <= sweptAt) {
      return;
    }
    sweptAt = hour;
    List<String> idle = new ArrayList<>();
    counts.forEach(
        (id, count) -> {
          if (count.at < hour * SWEEP_MILLIS - idleMillis) {
            idle.add(id);
          }
        });
    for (String id : idle) {
      counts.remove(id);
      changed.add(id);
    }
  }

  int size() {
    return counts.size();
  }

  void saveChanges(StateSink sink) {
    for (String id : changed) {
      Count count = counts.get(id);
      sink.put(table + '/' + id, count == null ? null : count.bytes());
    }
    changed.clear();
  }

  /** Takes an entry back if it belongs to this table. */
  boolean restore(String key, byte[] value) {
    if (!key.startsWith(table + '/')) {
      return false;
    }
    counts.put(key.substring(table.length() + 1), Count.of(value));
    return true;
  }

  /**
   * Counts of one id.
   *
   * @param at event time in milliseconds as of which they hold
   */
  record Count(double impressions, double longViews, long at) {

    /** Long views per impression, with {@code smoothing} impressions at the rate {@code prior}. */
    double rate(double prior, double smoothing) {
      return (longViews + smoothing * prior) / (impressions + smoothing);
    }

    private Count decayed(long now, double halfLifeMillis) {
      if (now <= at) {
        return this;
      }
      double left = StrictMath.pow(0.5, (now - at) / halfLifeMillis);
      return new Count(impressions * left, longViews * left, now);
    }

    byte[] bytes() {
      return ByteBuffer.allocate(3 * Long.BYTES)
          .putDouble(impressions)
          .putDouble(longViews)
          .putLong(at)
          .array();
    }

    static Count of(byte[] value) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      return new Count(bytes.getDouble(), bytes.getDouble(), bytes.getLong());
    }
  }
}
