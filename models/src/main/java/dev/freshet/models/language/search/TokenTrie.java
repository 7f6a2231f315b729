package dev.freshet.models.language.search;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The token sequences of all live items. An item is added or removed in place. No sequence begins
 * another, which sequences of one length or with an end token never do. Thread-safe.
 *
 * <p>A node takes 12 bytes; nodes of removed items are used again.
 */
public final class TokenTrie {
  private static final int NONE = -1;
  private static final int ROOT = 0;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private int[] token = new int[16];
  private int[] sibling = new int[16];

  /** First child of an inner node; {@code -2 - item} of an item. */
  private int[] below = new int[16];

  private int used = 1;
  private int free = NONE;
  private int items;

  public TokenTrie() {
    sibling[ROOT] = NONE;
    below[ROOT] = NONE;
  }

  /**
   * Adds an item, or gives a sequence another item.
   *
   * @param item not negative, as the caller numbers items
   * @return whether the sequence is new
   * @throws IllegalArgumentException if the sequence begins another, or another begins it
   */
  public boolean add(int[] tokens, int item) {
    if (item < 0 || item > Integer.MAX_VALUE - 2 || tokens.length == 0) {
      throw new IllegalArgumentException(
          "an item must not be negative and needs tokens: %d, %s"
              .formatted(item, Arrays.toString(tokens)));
    }
    lock.writeLock().lock();
    try {
      int node = ROOT;
      for (int each : tokens) {
        if (below[node] < NONE) {
          throw new IllegalArgumentException(
              "another sequence begins this one: " + Arrays.toString(tokens));
        }
        int child = child(node, each);
        node = child == NONE ? append(node, each) : child;
      }
      boolean fresh = below[node] == NONE;
      if (!fresh && below[node] > NONE) {
        throw new IllegalArgumentException(
            "the sequence begins another: " + Arrays.toString(tokens));
      }
      below[node] = -2 - item;
      items += fresh ? 1 : 0;
      return fresh;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Removes a sequence; returns whether it was there. */
  public boolean remove(int[] tokens) {
    lock.writeLock().lock();
    try {
      int[] path = new int[tokens.length + 1];
      for (int i = 0; i < tokens.length; i++) {
        int child = below[path[i]] < NONE ? NONE : child(path[i], tokens[i]);
        if (child == NONE) {
          return false;
        }
        path[i + 1] = child;
      }
      int last = path[tokens.length];
      if (tokens.length == 0 || below[last] >= NONE) {
        return false;
      }
      below[last] = NONE;
      for (int i = tokens.length; i > 0 && below[path[i]] == NONE; i--) {
        unlink(path[i - 1], path[i]);
      }
      items--;
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int child(int node, int wanted) {
    int child = below[node];
    while (child != NONE && token[child] != wanted) {
      child = sibling[child];
    }
    return child;
  }

  private int append(int parent, int value) {
    int node = free;
    if (node != NONE) {
      free = sibling[node];
    } else {
      if (used == token.length) {
        int larger = Math.addExact(used, used / 2);
        token = Arrays.copyOf(token, larger);
        sibling = Arrays.copyOf(sibling, larger);
        below = Arrays.copyOf(below, larger);
      }
      node = used++;
    }
    token[node] = value;
    below[node] = NONE;
    sibling[node] = below[parent];
    below[parent] = node;
    return node;
  }

  private void unlink(int parent, int node) {
    if (below[parent] == node) {
      below[parent] = sibling[node];
    } else {
      int before = below[parent];
      while (sibling[before] != node) {
        before = sibling[before];
      }
      sibling[before] = sibling[node];
    }
    sibling[node] = free;
    free = node;
  }

  /** The tokens that continue a sequence towards an item, ascending; empty if none do. */
  public int[] next(int... tokens) {
    return read(
        () -> {
          int node = find(tokens);
          int[] found = new int[16];
          int count = 0;
          int child = node == NONE || below[node] < NONE ? NONE : below[node];
          for (; child != NONE; child = sibling[child]) {
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = token[child];
          }
          int[] sorted = Arrays.copyOf(found, count);
          Arrays.sort(sorted);
          return sorted;
        });
  }

  /** The item of a whole sequence; empty if it is none. */
  public OptionalInt item(int... tokens) {
    return read(
        () -> {
          int node = find(tokens);
          return node == NONE || below[node] >= NONE
              ? OptionalInt.empty()
              : OptionalInt.of(-2 - below[node]);
        });
  }

  private int find(int[] tokens) {
    int node = ROOT;
    for (int i = 0; i < tokens.length && node != NONE; i++) {
      node = below[node] < NONE ? NONE : child(node, tokens[i]);
    }
    return node;
  }

  /** Number of items. */
  public int size() {
    return read(() -> items);
  }

  /** Bytes of its nodes, with room for more. */
  public long bytes() {
    return read(() -> 3L * Integer.BYTES * token.length);
  }

  private <T> T read(Supplier<T> reading) {
    lock.readLock().lock();
    try {
      return reading.get();
    } finally {
      lock.readLock().unlock();
    }
  }
}
