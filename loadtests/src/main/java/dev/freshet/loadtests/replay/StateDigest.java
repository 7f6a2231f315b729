package dev.freshet.loadtests.replay;

import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what the system has come to: the latest state of each user, the latest vector of each
 * embedding row, the latest network of each model. A function of these values alone, however often
 * and in whatever order older ones were read; the same value read twice counts once.
 *
 * <p>The digest runs over the entries in the order of topic and key, each as {@code topic, key,
 * SHA-256 of the value} with the lengths of the texts before them.
 */
final class StateDigest {

  private final Deserializer<UserState> states = Topics.USER_STATES.valueSerde().deserializer();
  private final Deserializer<EmbeddingRow> rows = Topics.EMBEDDING_ROWS.valueSerde().deserializer();
  private final Deserializer<ModelRelease> releases =
      Topics.MODEL_RELEASES.valueSerde().deserializer();

  private final Map<String, Entry> latestStates = new TreeMap<>();
  private final Map<String, Entry> latestRows = new TreeMap<>();
  private final Map<String, Entry> latestReleases = new TreeMap<>();

  /** Latest value of a key, by its hash. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(long version, byte[] hash) {}

  /** Takes a record of the topic of user states; the highest version of a user counts. */
  void userState(String key, byte @Nullable [] value) {
    if (value == null) {
      latestStates.remove(key);
      return;
    }
    UserState state = states.deserialize(Topics.USER_STATES.name(), value);
    keep(latestStates, key, state.getVersion(), ByteBuffer.wrap(value));
  }

  /** Takes a record of the topic of rows; the highest step counts, until the row is removed. */
  void row(String key, byte @Nullable [] value) {
    if (value == null) {
      latestRows.remove(key);
      return;
    }
    EmbeddingRow row = rows.deserialize(Topics.EMBEDDING_ROWS.name(), value);
    keep(latestRows, key, row.getStep(), ByteBuffer.wrap(value));
  }

  /** Takes a record of the topic of releases; the network of the highest step counts. */
  void release(String key, byte @Nullable [] value) {
    if (value == null) {
      latestReleases.remove(key);
      return;
    }
    ModelRelease release = releases.deserialize(Topics.MODEL_RELEASES.name(), value);
    keep(latestReleases, key, release.getStep(), release.getNetwork().duplicate());
  }

  /** Number of users, rows and models that the digest covers. */
  Sizes sizes() {
    return new Sizes(latestStates.size(), latestRows.size(), latestReleases.size());
  }

  /** How much a digest covers. */
  record Sizes(int users, int rows, int models) {}

  /** The digest, as {@code sha256:} and 64 hexadecimal digits. */
  String value() {
    MessageDigest digest = sha256();
    add(digest, Topics.USER_STATES.name(), latestStates);
    add(digest, Topics.EMBEDDING_ROWS.name(), latestRows);
    add(digest, Topics.MODEL_RELEASES.name(), latestReleases);
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static void keep(
      Map<String, Entry> entries, String key, long version, ByteBuffer content) {
    Entry known = entries.get(key);
    if (known == null || known.version() <= version) {
      MessageDigest digest = sha256();
      digest.update(content);
      entries.put(key, new Entry(version, digest.digest()));
    }
  }

  private static void add(MessageDigest digest, String topic, Map<String, Entry> entries) {
    entries.forEach(
        (key, entry) -> {
          text(digest, topic);
          text(digest, key);
          digest.update(entry.hash());
        });
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
