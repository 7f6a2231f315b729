package dev.freshet.serving.intake;

import java.util.Set;

/**
 * Reads one item of a body.
 *
 * @param <T> what an item becomes
 */
public interface ItemReader<T> {

  /** Every field that an item may have. */
  Set<String> known();

  /**
   * The item.
   *
   * @throws InvalidField if a field breaks a rule
   */
  T read(Fields fields) throws InvalidField;
}
