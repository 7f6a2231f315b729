package dev.freshet.serving.vector;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a query with every vector.
 *
 * <p>Vectors lie in blocks of {@link #BLOCK}, component by component, so that the inner loop adds
 * one component's products for a whole block: independent sums over consecutive floats, which the
 * JIT turns into SIMD, unlike the sum of one dot product, whose order it must keep. A vector that
 * changes during a search may be seen half old and half new, which moves its score between the two.
 */
final class ExactScan {

  /** Sums of a block fit into the first cache with one component's floats beside them. */
  private static final int BLOCK = 512;

  private final int dimension;

  /** Guards the tables' shape; components are written and read without it. */
  private final ReentrantReadWriteLock shape = new ReentrantReadWriteLock();

  private final Map<String, Integer> places = new HashMap<>();
  private float[][] blocks = new float[0][];
  private @Nullable String[] ids = new String[0];
  private int size;

  /**
   * @param dimension components {@code d} of a vector
   */
  ExactScan(int dimension) {
    this.dimension = dimension;
  }

  int dimension() {
    return dimension;
  }

  int size() {
    return size;
  }

  /**
   * Puts a vector in, or in the place of the one before.
   *
   * @param vector [d]
   */
  void put(String id, float[] vector) {
    Integer known = places.get(id);
    if (known != null) {
      write(known, vector);
      return;
    }
    shape.writeLock().lock();
    try {
      int place = size++;
      if (place == ids.length) {
        ids = Arrays.copyOf(ids, place + BLOCK);
        blocks = Arrays.copyOf(blocks, blocks.length + 1);
        blocks[blocks.length - 1] = new float[dimension * BLOCK];
      }
      write(place, vector);
      ids[place] = id;
      places.put(id, place);
    } finally {
      shape.writeLock().unlock();
    }
  }

  /** Takes a vector out; the last one moves into its place. */
  void remove(String id) {
    Integer place = places.remove(id);
    if (place == null) {
      return;
    }
    shape.writeLock().lock();
    try {
      int last = --size;
      String moved = ids[last];
      if (moved != null && last != place) {
        write(place, read(last));
        ids[place] = moved;
        places.put(moved, place);
      }
      ids[last] = null;
    } finally {
      shape.writeLock().unlock();
    }
  }

  /** Hands over a copy of every vector; for the changing thread. */
  void forEach(BiConsumer<String, float[]> consumer) {
    places.forEach((id, place) -> consumer.accept(id, read(place)));
  }

  /**
   * Offers every vector's dot product.
   *
   * @param query [d]
   * @throws CancellationException if the thread is interrupted meanwhile
   */
  void search(float[] query, TopHits top) {
    float[] sums = new float[BLOCK];
    shape.readLock().lock();
    try {
      for (int b = 0; b * BLOCK < size; b++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("nobody waits for this search any more");
        }
        products(blocks[b], query, sums);
        offer(sums, b * BLOCK, Math.min(BLOCK, size - b * BLOCK), top);
      }
    } finally {
      shape.readLock().unlock();
    }
  }

  private void products(float[] block, float[] query, float[] sums) {
    Arrays.fill(sums, 0);
    for (int j = 0; j < dimension; j++) {
      addProducts(block, j * BLOCK, query[j], sums);
    }
  }

  /** A method of its own, so that the JIT sees one plain loop. */
  private static void addProducts(float[] block, int from, float factor, float[] sums) {
    for (int i = 0; i < BLOCK; i++) {
      sums[i] += factor * block[from + i];
    }
  }

  private void offer(float[] sums, int from, int count, TopHits top) {
    for (int i = 0; i < count; i++) {
      if (sums[i] > top.bar()) {
        String id = ids[from + i];
        if (id != null) {
          top.offer(id, sums[i]);
        }
      }
    }
  }

  private void write(int place, float[] vector) {
    float[] block = blocks[place / BLOCK];
    for (int j = 0; j < dimension; j++) {
      block[j * BLOCK + place % BLOCK] = vector[j];
    }
  }

  private float[] read(int place) {
    float[] block = blocks[place / BLOCK];
    float[] vector = new float[dimension];
    for (int j = 0; j < dimension; j++) {
      vector[j] = block[j * BLOCK + place % BLOCK];
    }
    return vector;
  }
}
