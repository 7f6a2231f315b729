package dev.freshet.models.net.layer;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Parity;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerParityTest {
  private static final Axis BATCH = Axis.named("batch");
  private static final Axis LENGTH = Axis.named("length");

  @Test
  void embeddingIsTheSameWhereItIsServed() {
    Parity.holds(new OfIds(new Embedding("table", Parity.IDS, 3)));
  }

  @Test
  void linearIsTheSameWhereItIsServed() {
    Parity.holds(new OfVectors(new Mlp("one", List.of(4, 3))));
  }

  @Test
  void mlpIsTheSameWhereItIsServed() {
    Parity.holds(new OfVectors(new Mlp("several", List.of(4, 8, 8, 2))));
  }

  @Test
  void causalPaddedAttentionIsTheSameWhereItIsServed() {
    Parity.holds(new Padded(new SelfAttention("attention", 8, 2, 2)));
  }

  @Test
  void groupedRotaryAttentionBehindASharedPrefixIsTheSameWhereItIsServed() {
    Parity.holds(new Cached(new SelfAttention("attention", 16, 4, 2)));
  }

  @Test
  void gruIsTheSameWhereItIsServed() {
    Parity.holds(new Recurrent(new Gru("gru", 4, 6)));
  }

  @Test
  void convBlockIsTheSameWhereItIsServed() {
    Parity.holds(new Convolved(new ConvBlock("conv", 3, 5, 3)));
  }

  @Test
  void unetBlocksAreTheSameWhereTheyAreServed() {
    Parity.holds(new Unet(new UnetBlocks("level", 3, 4)));
  }

  @Test
  void vectorQuantiserIsTheSameWhereItIsServed() {
    Parity.holds(new Quantised(new VectorQuantiser("book", 8, 4)));
  }

  private record OfIds(Embedding layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.longs("ids", BATCH, LENGTH));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", layer.forward(ops, inputs.tensor("ids"), parameters));
    }
  }

  private record OfVectors(Mlp layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, LENGTH, Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", layer.forward(ops, inputs.tensor("x"), parameters));
    }
  }

  private record Padded(SelfAttention layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      return List.of(
          Input.floats("x", BATCH, Axis.of(5), Axis.of(8)),
          Input.floats("mask", BATCH, Axis.of(5)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      // the first position is always there
      T present =
          ops.where(
              ops.binary(Ops.Binary.GREATER, inputs.tensor("mask"), ops.scalar(0)),
              ops.scalar(1),
              ops.scalar(0));
      T first = ops.mul(ops.slice(present, 1, 0, 1), ops.scalar(0));
      T mask = ops.concat(List.of(ops.add(first, ops.scalar(1)), ops.slice(present, 1, 1, 5)), 1);
      T bias = ops.add(SelfAttention.padded(ops, mask), SelfAttention.causal(ops, 5));
      return new Tensors<T>()
          .put(
              "y",
              layer
                  .forward(ops, inputs.tensor("x"), SelfAttention.Context.biased(bias), parameters)
                  .positions());
    }
  }

  private record Cached(SelfAttention layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      Axis prefix = Axis.named("prefix");
      return List.of(
          Input.floats("x", BATCH, Axis.of(3), Axis.of(16)),
          Input.floats("keys", Axis.of(1), Axis.of(2), prefix, Axis.of(4)),
          Input.floats("values", Axis.of(1), Axis.of(2), prefix, Axis.of(4)),
          Input.floats("cosine", Axis.of(3), Axis.of(2)),
          Input.floats("sine", Axis.of(3), Axis.of(2)),
          Input.floats("bias", BATCH, Axis.of(1), Axis.of(3), Axis.of(1)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      SelfAttention.Attended<T> attended =
          layer.forward(
              ops,
              inputs.tensor("x"),
              new SelfAttention.Context<>(
                  inputs.tensor("bias"),
                  new SelfAttention.Rotation<>(inputs.tensor("cosine"), inputs.tensor("sine")),
                  new SelfAttention.Cache<>(inputs.tensor("keys"), inputs.tensor("values"))),
              parameters);
      return new Tensors<T>()
          .put("y", attended.positions())
          .put("present/keys", attended.cache().keys())
          .put("present/values", attended.cache().values());
    }
  }

  private record Recurrent(Gru layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, LENGTH, Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", layer.forward(ops, inputs.tensor("x"), parameters));
    }
  }

  private record Convolved(ConvBlock layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      Initialiser init = new Initialiser(seed);
      List<Parameter> all = new ArrayList<>(layer.initialise(init));
      all.addAll(layer.statistics(init));
      return all;
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, Axis.of(3), Axis.of(6), LENGTH));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", layer.forward(ops, inputs.tensor("x"), parameters));
    }
  }

  private record Unet(UnetBlocks layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      Initialiser init = new Initialiser(seed);
      List<Parameter> all = new ArrayList<>(layer.initialise(init));
      all.addAll(layer.statistics(init));
      return all;
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, Axis.of(3), Axis.of(8), Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      UnetBlocks.Halved<T> halved = layer.down(ops, inputs.tensor("x"), parameters);
      return new Tensors<T>()
          .put("below", halved.below())
          .put("y", layer.up(ops, halved, parameters));
    }
  }

  private record Quantised(VectorQuantiser layer) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return layer.initialise(new Initialiser(seed));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", BATCH, Axis.of(4)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      VectorQuantiser.Quantised<T> nearest = layer.forward(ops, inputs.tensor("x"), parameters);
      return new Tensors<T>().put("codes", nearest.codes()).put("vectors", nearest.vectors());
    }
  }
}
