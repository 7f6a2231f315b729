package dev.freshet.schemas.feature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How {@code UserState.seenVideos} remembers a video: by a 64-bit hash, eight bytes whatever the
 * id, and the second of its latest event, four bytes.
 */
public final class SeenVideos {

  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Characters up to here are one byte each, so the bytes need not be made. */
  private static final char LAST_ASCII = 0x7f;

  private SeenVideos() {}

  /** FNV-1a over the id's UTF-8 bytes, mixed once more so that short ids spread. */
  public static long hash(String video) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < video.length(); i++) {
      char c = video.charAt(i);
      if (c > LAST_ASCII) {
        return mixed(hashOfBytes(video));
      }
      hash = (hash ^ c) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /** Number of entries in {@code seen}. */
  public static int count(ByteBuffer seen) {
    return seen.remaining() / ENTRY_BYTES;
  }

  /** Hash of entry {@code index} of {@code seen}, the oldest first. */
  public static long hash(ByteBuffer seen, int index) {
    return seen.getLong(seen.position() + index * ENTRY_BYTES);
  }

  /** Time of entry {@code index} of {@code seen}, in whole seconds. */
  public static Instant at(ByteBuffer seen, int index) {
    return Instant.ofEpochSecond(second(seen, index));
  }

  private static long second(ByteBuffer seen, int index) {
    return Integer.toUnsignedLong(seen.getInt(seen.position() + index * ENTRY_BYTES + Long.BYTES));
  }

  /**
   * The entries with one more, ordered by (second, hash). A video that is there already keeps its
   * later time. Not bounded; {@code seen} is not changed.
   */
  public static ByteBuffer with(ByteBuffer seen, long hash, Instant at) {
    int count = count(seen);
    long second = Math.clamp(at.getEpochSecond(), 0, 0xFFFF_FFFFL);
    int known = indexOf(seen, hash);
    if (known >= 0 && second(seen, known) >= second) {
      return seen;
    }
    int place = count;
    while (place > 0 && isAfter(seen, place - 1, second, hash)) {
      place--;
    }
    ByteBuffer result = ByteBuffer.allocate((known < 0 ? count + 1 : count) * ENTRY_BYTES);
    int gone = known < 0 ? place : known;
    copy(seen, 0, gone, result);
    if (known >= 0) {
      copy(seen, known + 1, place, result);
    }
    result.putLong(hash).putInt((int) second);
    copy(seen, place, count, result);
    return result.flip();
  }

  private static void copy(ByteBuffer seen, int from, int to, ByteBuffer target) {
    if (to > from) {
      target.put(seen.slice(seen.position() + from * ENTRY_BYTES, (to - from) * ENTRY_BYTES));
    }
  }

  /** The entries without the oldest {@code count}. */
  public static ByteBuffer withoutOldest(ByteBuffer seen, int count) {
    int from = count * ENTRY_BYTES;
    return seen.slice(seen.position() + from, seen.remaining() - from);
  }

  private static int indexOf(ByteBuffer seen, long hash) {
    for (int i = count(seen) - 1; i >= 0; i--) {
      if (hash(seen, i) == hash) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAfter(ByteBuffer seen, int index, long second, long hash) {
    long other = second(seen, index);
    return other != second ? other > second : hash(seen, index) > hash;
  }

  private static long hashOfBytes(String video) {
    long hash = FNV_OFFSET;
    for (byte b : video.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mixed(long unmixed) {
    long hash = unmixed;
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
