package dev.freshet.models.net;

import java.util.List;

/**
 * An input of a network.
 *
 * @param name unique within the network
 * @param shape one axis each
 */
public record Input(String name, DataType type, List<Axis> shape) {

  public Input {
    shape = List.copyOf(shape);
  }

  /** An input of 32-bit floats. */
  public static Input floats(String name, Axis... shape) {
    return new Input(name, DataType.FLOAT, List.of(shape));
  }

  /** An input of 64-bit integers. */
  public static Input longs(String name, Axis... shape) {
    return new Input(name, DataType.INT64, List.of(shape));
  }
}
