package dev.freshet.models.tensor;

import dev.freshet.models.ModelException;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dense array as it goes into and comes out of a model.
 *
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
public record FloatTensor(float[] values, long... shape) {

  public FloatTensor {
    long size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    if (size != values.length) {
      throw new ModelException(
          "%d values for the shape %s".formatted(values.length, Arrays.toString(shape)));
    }
  }

  /** As it travels in a release's probe. */
  public Tensor toAvro() {
    List<Long> axes = new ArrayList<>();
    for (long axis : shape) {
      axes.add(axis);
    }
    return Tensor.newBuilder().setShape(axes).setValues(FloatBytes.of(values)).build();
  }

  /** Of a release's probe. */
  public static FloatTensor of(Tensor tensor) {
    return new FloatTensor(
        FloatBytes.toArray(tensor.getValues()),
        tensor.getShape().stream().mapToLong(Long::longValue).toArray());
  }
}
