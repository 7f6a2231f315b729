package dev.freshet.models.language.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sizes and look-ups of parameters by name. */
final class Parameters {

  private Parameters() {}

  /**
   * Number of values of a shape.
   *
   * @throws ArithmeticException if it does not fit
   */
  static long size(long... shape) {
    long size = 1;
    for (long axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    return size;
  }

  static <T> T require(Map<String, T> byName, String name) {
    @Nullable T found = byName.get(name);
    if (found == null) {
      throw new IllegalStateException("no " + name);
    }
    return found;
  }
}
