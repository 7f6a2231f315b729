package dev.freshet.models.baseline;

import dev.freshet.models.Trainer.StateSink;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What users did before their first example: the history that this example carries. It is handed
 * out once per user, so that nothing is learned from twice; a user who was away for long counts as
 * new.
 */
final class EarlierInteractions {

  private static final String KEY = "user/";
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final long idleDays;
  private final Object2LongOpenHashMap<String> lastDay = new Object2LongOpenHashMap<>();
  private final ObjectOpenHashSet<String> changed = new ObjectOpenHashSet<>();
  private long sweptDay = Long.MIN_VALUE;

  /**
   * Starts without users.
   *
   * @param idle event time after which a user who has no examples is forgotten
   */
  EarlierInteractions(Duration idle) {
    idleDays = Math.max(1, idle.toDays());
    lastDay.defaultReturnValue(Long.MIN_VALUE);
  }

  /** Hands over the history of each user of the batch who had no example before. */
  void forEachOfNewUsers(
      List<TrainingExample> batch, BiConsumer<TrainingExample, Interaction> consumer) {
    for (TrainingExample example : batch) {
      long day = Math.floorDiv(example.getLabelledAt().toEpochMilli(), DAY_MILLIS);
      long before = lastDay.getLong(example.getUser());
      if (before < day) {
        lastDay.put(example.getUser(), day);
        changed.add(example.getUser());
      }
      if (before == Long.MIN_VALUE) {
        example.getPositives().forEach(interaction -> consumer.accept(example, interaction));
        example.getSkips().forEach(interaction -> consumer.accept(example, interaction));
      }
      if (day > sweptDay) {
        sweptDay = day;
        forgetBefore(day - idleDays);
      }
    }
  }

  /** Forgets a user, who counts as new from now on. */
  void forget(String user) {
    if (lastDay.removeLong(user) != Long.MIN_VALUE) {
      changed.add(user);
    }
  }

  /** Once a day; again on the same day, as after a restore, it finds nothing more. */
  private void forgetBefore(long day) {
    List<String> idle = new ArrayList<>();
    lastDay
        .object2LongEntrySet()
        .forEach(
            entry -> {
              if (entry.getLongValue() < day) {
                idle.add(entry.getKey());
              }
            });
    for (String user : idle) {
      lastDay.removeLong(user);
      changed.add(user);
    }
  }

  void saveChanges(StateSink sink) {
    for (String user : changed) {
      long day = lastDay.getLong(user);
      sink.put(
          KEY + user,
          day == Long.MIN_VALUE ? null : ByteBuffer.allocate(Long.BYTES).putLong(day).array());
    }
    changed.clear();
  }

  /** Takes an entry back if it is one of these. */
  boolean restore(String key, byte[] value) {
    if (!key.startsWith(KEY)) {
      return false;
    }
    lastDay.put(key.substring(KEY.length()), ByteBuffer.wrap(value).getLong());
    return true;
  }
}
