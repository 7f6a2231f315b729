package dev.freshet.models.net;

/** The size of one axis of an input. */
public sealed interface Axis {

  /**
   * The same in every call.
   *
   * @param size positive
   */
  record Fixed(long size) implements Axis {
    public Fixed {
      if (size < 1) {
        throw new IllegalArgumentException("size must be positive: " + size);
      }
    }
  }

  /**
   * Known at the call only. Axes of one name have one size.
   *
   * @param name not empty
   */
  record Named(String name) implements Axis {
    public Named {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("the name of an axis must not be empty");
      }
    }
  }

  /** An axis of this size. */
  static Axis of(long size) {
    return new Fixed(size);
  }

  /** A dynamic axis of this name. */
  static Axis named(String name) {
    return new Named(name);
  }
}
