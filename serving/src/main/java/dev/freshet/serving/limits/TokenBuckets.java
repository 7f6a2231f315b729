package dev.freshet.serving.limits;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket for each of many, of which those that were asked for last are remembered: whoever comes
 * back after being forgotten finds a full one. Thread-safe.
 */
final class TokenBuckets {

  private final double perSecond;
  private final int capacity;

  /** The one that was asked for longest ago first; guarded by itself. */
  private final Map<String, TokenBucket> buckets;

  /**
   * @param perSecond tokens that a bucket gains
   * @param capacity most tokens that a bucket holds
   * @param remembered buckets, at most
   */
  TokenBuckets(double perSecond, int capacity, int remembered) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > remembered;
          }
        };
  }

  /**
   * Takes a token of {@code whose} bucket; zero if there was one, otherwise the time until there
   * is.
   */
  Duration take(String whose, long nanos) {
    TokenBucket bucket;
    synchronized (buckets) {
      bucket =
          buckets.computeIfAbsent(whose, unused -> new TokenBucket(perSecond, capacity, nanos));
    }
    return bucket.take(nanos);
  }

  /** Number of buckets that are remembered. */
  int size() {
    synchronized (buckets) {
      return buckets.size();
    }
  }
}
