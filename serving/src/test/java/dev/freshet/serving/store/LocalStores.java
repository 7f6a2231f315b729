package dev.freshet.serving.store;

import java.nio.file.Path;
import java.time.Duration;

/** Small stores for tests. */
public final class LocalStores {

  private LocalStores() {}

  /** The store in {@code dir}, new or as it was left. */
  public static LocalStore open(Path dir) {
    return new LocalStore(config(dir));
  }

  public static StoreConfig config(Path dir) {
    return new StoreConfig(dir.toString(), 8, 8, 16, Duration.ofHours(1));
  }

  /** Lets {@code copy} take a value in, and writes what that changes. */
  public static void take(
      LocalStore store,
      TopicCopy copy,
      String key,
      byte @org.jspecify.annotations.Nullable [] value) {
    try (Changes changes = store.changes()) {
      copy.take(key, value, changes);
      store.write(changes);
    }
    copy.written();
  }
}
