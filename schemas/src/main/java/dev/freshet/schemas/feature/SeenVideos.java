package dev.freshet.schemas.feature;

import java.nio.charset.StandardCharsets;

/** How {@code UserState.seen} remembers a video: by a 64-bit hash, eight bytes whatever the id. */
public final class SeenVideos {

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
