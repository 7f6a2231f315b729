package dev.freshet.models.net;

import dev.freshet.models.net.Ops.Binary;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Ops.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpsParityTest {
  private static final Axis BATCH = Axis.named("batch");
  private static final Axis LENGTH = Axis.named("length");

  @Test
  void elementwiseOperationsAreTheSameWhereTheyAreServed() {
    Parity.holds(new Elementwise());
  }

  @Test
  void shapesAreTheSameWhereTheyAreServed() {
    Parity.holds(new Shapes());
  }

  @Test
  void reductionsAndNormsAreTheSameWhereTheyAreServed() {
    Parity.holds(new Reductions());
  }

  @Test
  void picturesAreTheSameWhereTheyAreServed() {
    Parity.holds(new Pictures());
  }

  @Test
  void idsTruthValuesAndHalvesAreTheSameWhereTheyAreServed() {
    Parity.holds(new Types());
  }

  private record Elementwise() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of();
    }

    @Override
    public List<Input> inputs() {
      return List.of(
          Input.floats("a", BATCH, Axis.of(3)), Input.floats("b", Axis.of(1), Axis.of(3)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T a = inputs.tensor("a");
      T b = inputs.tensor("b");
      T positive = ops.add(ops.mul(a, a), ops.scalar(0.1f));
      Tensors<T> outputs = new Tensors<>();
      for (Unary each : Unary.values()) {
        boolean root = each == Unary.SQRT || each == Unary.LOG;
        outputs.put(each.name(), ops.unary(each, root ? positive : a));
      }
      for (Binary each : Binary.values()) {
        outputs.put(each.name(), ops.binary(each, b, each == Binary.DIV ? positive : a));
      }
      return outputs
          .put("rsqrt", ops.rsqrt(positive))
          .put("gelu", ops.gelu(a))
          .put("silu", ops.silu(a))
          .put("leakyRelu", ops.leakyRelu(a, 0.01f));
    }
  }

  private record Shapes() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of(new Initialiser(seed).uniform("w", 1, 4, 3));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, LENGTH, Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T x = inputs.tensor("x");
      T swapped = ops.transpose(x, 0, 2, 1); // [batch, 4, length]
      Ops.Parts<T> rows = ops.split(ops.concat(List.of(x, ops.mul(x, x)), 1), x, 1);
      Ops.Parts<T> columns = ops.split(ops.concat(List.of(x, ops.mul(x, x)), -1), x, -1);
      return new Tensors<T>()
          .put("matmul", ops.matmul(x, parameters.tensor("w")))
          .put("transpose", swapped)
          .put("reshape", ops.reshape(x, 0, -1, 2, 2))
          .put("concat", ops.concat(List.of(swapped, swapped), 1))
          .put("concat/last", ops.concat(List.of(x, x), -1))
          .put("slice", ops.slice(swapped, 1, 1, 3))
          .put("slice/last", ops.slice(x, -1, -3, -1))
          .put("split", ops.add(rows.first(), ops.mul(rows.rest(), ops.scalar(10))))
          .put("split/last", ops.add(columns.first(), ops.mul(columns.rest(), ops.scalar(10))))
          .put("broadcast", ops.broadcast(ops.slice(x, 1, 0, 1), x))
          .put("pad", ops.pad(x, new int[] {0, 1, 2}, new int[] {0, 3, 0}, 0.5f));
    }
  }

  private record Reductions() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of(
          new Parameter("scale", new float[] {1, 2, 3, 4}, 4),
          new Parameter("shift", new float[] {0, 1, 0, -1}, 4));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, LENGTH, Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T x = inputs.tensor("x");
      T scale = parameters.tensor("scale");
      Tensors<T> outputs = new Tensors<>();
      for (Reduction each : Reduction.values()) {
        outputs.put(each.name(), ops.reduce(each, x, false, 1));
        outputs.put(each.name() + "/kept", ops.reduce(each, x, true, -1));
      }
      return outputs
          .put("several", ops.reduce(Reduction.MEAN, x, false, 0, 2))
          .put("softmax", ops.softmax(x, 1))
          .put("layerNorm", ops.layerNorm(x, scale, parameters.tensor("shift"), 1e-5f))
          .put("rmsNorm", ops.rmsNorm(x, scale, 1e-6f));
    }
  }

  private record Pictures() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      Initialiser init = new Initialiser(seed);
      return List.of(
          new Parameter("grouped", init.uniform("", 1, 6, 18).values(), 6, 2, 3, 3),
          new Parameter("turned", init.uniform("", 1, 4, 45).values(), 4, 5, 3, 3),
          new Parameter("bias", init.uniform("", 1, 1, 6).values(), 6),
          new Parameter("mean", init.uniform("", 1, 1, 4).values(), 1, 4, 1, 1),
          new Parameter("variance", new float[] {1, 2, 0.5f, 3}, 1, 4, 1, 1));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, Axis.of(4), Axis.of(8), Axis.of(6)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T x = inputs.tensor("x");
      T mean = parameters.tensor("mean");
      return new Tensors<T>()
          .put(
              "conv",
              ops.conv2d(
                  x,
                  parameters.tensor("grouped"),
                  parameters.tensor("bias"),
                  new Ops.Convolution(2, 2, 2, 2)))
          .put("transposed", ops.transposedConv2d(x, parameters.tensor("turned"), 3, 2))
          .put("maxPool", ops.maxPool(x, 3, 2, 1))
          .put("averagePool", ops.averagePool(x, 3, 2, 1))
          .put("nearest", ops.resize(x, 2, false))
          .put("bilinear", ops.resize(x, 2, true))
          .put("norm", ops.batchNorm(x, mean, parameters.tensor("variance"), mean, mean, 1e-5f));
    }
  }

  private record Types() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of(new Initialiser(seed).uniform("table", 1, Parity.IDS, 3));
    }

    @Override
    public List<Input> inputs() {
      return List.of(
          Input.longs("ids", BATCH, LENGTH),
          Input.floats("x", BATCH, Axis.of(7)),
          new Input("asked", DataType.BOOL, List.of(BATCH, Axis.of(7))),
          new Input("half", DataType.HALF, List.of(BATCH, Axis.of(7))));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T ids = inputs.tensor("ids");
      T x = inputs.tensor("x");
      T half = inputs.tensor("half");
      T few = ops.constant(new HostTensor.Longs(new long[] {2, 0}, 2));
      Ops.TopK<T> top = ops.topK(x, 3, -1);
      return new Tensors<T>()
          .put("gather", ops.gather(parameters.tensor("table"), ids, 0))
          .put("gather/last", ops.gather(x, few, -1))
          .put("top", top.values())
          .put("top/places", top.indices())
          .put("smallest", ops.argMin(x, 1))
          .put("where", ops.where(inputs.tensor("asked"), x, ops.scalar(0)))
          .put("longs", ops.cast(ids, DataType.FLOAT))
          .put("truth", ops.cast(inputs.tensor("asked"), DataType.FLOAT))
          .put("half/wide", ops.cast(half, DataType.FLOAT))
          .put("half/add", ops.add(half, half))
          .put("half/cast", ops.cast(x, DataType.HALF));
    }
  }
}
