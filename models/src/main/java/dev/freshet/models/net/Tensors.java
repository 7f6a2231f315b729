package dev.freshet.models.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Tensors by name, in the order they were put.
 *
 * @param <T> a tensor
 */
public final class Tensors<T> {
  private final Map<String, T> byName = new LinkedHashMap<>();

  /** Adds or replaces a tensor. */
  public Tensors<T> put(String name, T tensor) {
    byName.put(name, tensor);
    return this;
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public T tensor(String name) {
    T tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor %s among %s".formatted(name, byName.keySet()));
    }
    return tensor;
  }

  /** The names, in order. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** Hands over each name with its tensor, in order. */
  public void forEach(BiConsumer<String, T> consumer) {
    byName.forEach(consumer);
  }
}
