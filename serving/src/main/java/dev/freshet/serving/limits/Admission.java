package dev.freshet.serving.limits;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets so many in at once, and has something else done for whoever comes then. */
public final class Admission {

  private final Semaphore places;

  /**
   * @param atOnce places; positive
   */
  public Admission(int atOnce) {
    this.places = new Semaphore(atOnce);
  }

  /** What {@code work} gives or, where no place is free, {@code otherwise}, at once. */
  public <T> T admit(Supplier<T> work, Supplier<T> otherwise) {
    if (!places.tryAcquire()) {
      return otherwise.get();
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
