package dev.freshet.models.language.local;

import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.TokenBatch;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;

/** A decoder with the inputs and outputs that Optimum gives an export. */
record OptimumExport(Decoder decoder) implements Network {

  @Override
  public List<Parameter> initialise(long seed) {
    return decoder.initialise(seed);
  }

  @Override
  public List<Input> inputs() {
    DecoderConfig config = decoder.config();
    Axis batch = Axis.named("batch_size");
    Axis length = Axis.named("sequence_length");
    List<Input> inputs = new ArrayList<>();
    inputs.add(Input.longs("input_ids", batch, length));
    inputs.add(Input.longs("attention_mask", batch, Axis.named("total_sequence_length")));
    inputs.add(Input.longs("position_ids", batch, length));
    for (int i = 0; i < config.layers(); i++) {
      for (String part : List.of(".key", ".value")) {
        inputs.add(
            Input.floats(
                "past_key_values." + i + part,
                batch,
                Axis.of(config.keyHeads()),
                Axis.named("past_sequence_length"),
                Axis.of(config.headWidth())));
      }
    }
    return inputs;
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    List<Decoder.Past<T>> cache = new ArrayList<>();
    for (int i = 0; i < decoder.config().layers(); i++) {
      String past = "past_key_values." + i;
      cache.add(new Decoder.Past<>(inputs.tensor(past + ".key"), inputs.tensor(past + ".value")));
    }
    T positions = inputs.tensor("position_ids");
    T vectors = decoder.embed(ops, inputs.tensor("input_ids"), parameters);
    Decoder.Decoded<T> decoded =
        decoder.forward(
            ops,
            vectors,
            new Decoder.Context<>(
                positions, bias(ops, positions, inputs.tensor("attention_mask")), List.of(), cache),
            parameters);
    Tensors<T> outputs =
        new Tensors<T>().put("logits", decoder.logits(ops, decoded.states(), parameters));
    for (int i = 0; i < cache.size(); i++) {
      outputs.put("present." + i + ".key", decoded.present().get(i).keys());
      outputs.put("present." + i + ".value", decoded.present().get(i).values());
    }
    return outputs;
  }

  /** Hides keys of later positions, [b, 1, s, k]. */
  private <T> T bias(Ops<T> ops, T positions, T mask) {
    long[] places = new long[decoder.config().context()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    T all = ops.constant(new HostTensor.Longs(places, 1, places.length));
    T keys = ops.reshape(ops.split(all, mask, 1).first(), 1, 1, 1, -1);
    T queries = ops.reshape(positions, 0, 1, -1, 1);
    return ops.where(
        ops.binary(Ops.Binary.GREATER, keys, queries), ops.scalar(TokenBatch.NEVER), ops.scalar(0));
  }
}
