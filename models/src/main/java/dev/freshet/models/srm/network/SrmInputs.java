package dev.freshet.models.srm.network;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The network's inputs of one call, row by row; shapes as in {@link SrmNetwork}.
 *
 * @param users {@code u}
 * @param candidates {@code n}
 */
@SuppressWarnings("ArrayRecordComponent") // filled in place on the hot path
public record SrmInputs(
    int users,
    int candidates,
    float[] history,
    float[] mask,
    float[] context,
    float[] candidate,
    float[] linear,
    float[] dense) {

  public static SrmInputs zeros(SrmConfig config, int users, int candidates) {
    int d = config.width();
    int l = config.historyLength();
    return new SrmInputs(
        users,
        candidates,
        new float[users * l * d],
        new float[users * l],
        new float[users * d],
        new float[candidates * d],
        new float[candidates * SrmTable.HEADS],
        new float[candidates * DenseFeatures.COUNT]);
  }

  /** By the network's names. */
  public Tensors<HostTensor> tensors(SrmConfig config) {
    int d = config.width();
    int l = config.historyLength();
    Tensors<HostTensor> tensors = new Tensors<>();
    tensors.put(SrmNetwork.HISTORY, new HostTensor.Floats(history, users, l, d));
    tensors.put(SrmNetwork.MASK, new HostTensor.Floats(mask, users, l));
    tensors.put(SrmNetwork.CONTEXT, new HostTensor.Floats(context, users, d));
    tensors.put(SrmNetwork.CANDIDATE, new HostTensor.Floats(candidate, candidates, d));
    tensors.put(SrmNetwork.LINEAR, new HostTensor.Floats(linear, candidates, SrmTable.HEADS));
    tensors.put(SrmNetwork.DENSE, new HostTensor.Floats(dense, candidates, DenseFeatures.COUNT));
    return tensors;
  }

  /** The first {@code count} examples of a training batch, where users are candidates. */
  public SrmInputs first(int count) {
    return new SrmInputs(
        count,
        count,
        first(history, count),
        first(mask, count),
        first(context, count),
        first(candidate, count),
        first(linear, count),
        first(dense, count));
  }

  /**
   * As they are saved: the number of examples, then every array; only where users are candidates.
   */
  public byte[] toBytes() {
    int floats = 0;
    for (float[] array : arrays()) {
      floats += array.length;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES + Float.BYTES * floats)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(candidates);
    FloatBuffer body = bytes.asFloatBuffer();
    arrays().forEach(body::put);
    return bytes.array();
  }

  public static SrmInputs fromBytes(byte[] saved, SrmConfig config) {
    ByteBuffer bytes = ByteBuffer.wrap(saved).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.getInt();
    SrmInputs inputs = zeros(config, count, count);
    FloatBuffer body = bytes.asFloatBuffer();
    inputs.arrays().forEach(body::get);
    return inputs;
  }

  private List<float[]> arrays() {
    return List.of(history, mask, context, candidate, linear, dense);
  }

  private float[] first(float[] values, int count) {
    return Arrays.copyOf(values, values.length / candidates * count);
  }
}
