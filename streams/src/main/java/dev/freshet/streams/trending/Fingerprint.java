package dev.freshet.streams.trending;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Stands for ids in stores and their changelogs: 16 bytes, however long the ids are, and no id of a
 * user in clear.
 */
final class Fingerprint {

  private static final int BYTES = 16;

  private Fingerprint() {}

  /** The first 16 bytes of the SHA-256 of the ids, each preceded by its length. */
  static byte[] of(String... ids) {
    MessageDigest digest = sha256();
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return Arrays.copyOf(digest.digest(), BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
