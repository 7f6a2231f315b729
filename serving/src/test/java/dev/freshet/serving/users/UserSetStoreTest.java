package dev.freshet.serving.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.StoredEntries;
import dev.freshet.models.history.StoredEntries.Entry;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserSetStoreTest {

  private static final AvroSerde<UserSetEntry> SERDE = AvroSerde.of(UserSetEntry.class);
  private static final PreferenceValue HIDDEN = PreferenceValue.HIDDEN;
  private static final PreferenceValue NONE = PreferenceValue.NONE;

  @TempDir Path dir;
  private LocalStore store;
  private UserSetStore sets;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    sets = new UserSetStore(store, (user, at) -> false, /* cachedEntries= */ 2);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsTheLatestOfAnEntryInWhateverOrderTheyComeAlsoWithinABatch() {
    take("alice", "cat", HIDDEN, 20);
    take("alice", "cat", NONE, 10);
    try (Changes changes = store.changes()) {
      sets.take(key("alice", "dog"), bytes("alice", "dog", NONE, 20), changes);
      sets.take(key("alice", "dog"), bytes("alice", "dog", HIDDEN, 10), changes);
      store.write(changes);
    }
    sets.written();

    assertThat(entry("alice", "cat")).isEqualTo(new Entry(HIDDEN, Instant.ofEpochMilli(20)));
    assertThat(entry("alice", "dog")).isEqualTo(new Entry(NONE, Instant.ofEpochMilli(20)));
    assertThat(entry("bob", "cat")).isNull();
  }

  @Test
  void followsTheTopicForAUserWhoIsInMemory() {
    take("alice", "cat", HIDDEN, 10);
    StoredEntries held = sets.of(state("alice"));

    take("alice", "dog", HIDDEN, 20);
    LocalStores.take(store, sets, key("alice", "cat"), null);

    for (StoredEntries entries : new StoredEntries[] {held, sets.of(state("alice"))}) {
      assertThat(entries.entry(UserSet.VIDEOS, SeenVideos.hash("dog"))).isNotNull();
      assertThat(entries.entry(UserSet.VIDEOS, SeenVideos.hash("cat"))).isNull();
    }
  }

  @Test
  void readsAUserWhoDidNotFitIntoMemoryFromDisk() {
    for (String user : new String[] {"alice", "bob", "carol"}) {
      take(user, "cat", HIDDEN, 10);
      take(user, "dog", HIDDEN, 10);
    }

    for (String user : new String[] {"alice", "bob", "carol", "alice"}) {
      assertThat(entry(user, "cat")).isNotNull();
      take(user, "fox", HIDDEN, 10);
      assertThat(entry(user, "fox")).isNotNull();
    }
  }

  @Test
  void listsTheKeysOfAUserForAnErasure() {
    take("al", "cat", HIDDEN, 10);
    take("alice", "dog", HIDDEN, 10);

    assertThat(sets.keys("al")).containsExactly(key("al", "cat"));
  }

  private @Nullable Entry entry(String user, String video) {
    return sets.of(state(user)).entry(UserSet.VIDEOS, SeenVideos.hash(video));
  }

  private void take(String user, String video, PreferenceValue value, long at) {
    LocalStores.take(store, sets, key(user, video), bytes(user, video, value, at));
  }

  private static byte[] bytes(String user, String video, PreferenceValue value, long at) {
    return SERDE.encode(
        new UserSetEntry(
            user, UserSet.VIDEOS, SeenVideos.hash(video), value, Instant.ofEpochMilli(at)));
  }

  private static String key(String user, String video) {
    return UserSet.VIDEOS.name().toLowerCase(Locale.ROOT)
        + "/"
        + HexFormat.of().toHexDigits(SeenVideos.hash(video))
        + "/"
        + user;
  }

  private static UserState state(String user) {
    return UserState.newBuilder()
        .setUser(user)
        .setVersion(1)
        .setAsOf(Instant.EPOCH)
        .setSetEntries(1)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .build();
  }
}
