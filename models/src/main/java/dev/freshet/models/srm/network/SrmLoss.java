package dev.freshet.models.srm.network;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weighted binary cross-entropy of both heads, summed over the examples, and that of the past
 * where the inputs have one.
 */
public record SrmLoss(SrmNetwork network) implements Loss {
  /** 1 for a long view or a like [n, h]. */
  public static final String LABELS = "labels";

  /** Weight of each label in the loss [n, h]. */
  public static final String WEIGHTS = "weights";

  /** 1 for a positive [m, l]. */
  public static final String PAST_LABELS = "past/labels";

  /** Weight of each label in the loss [m, l]; 0 where there is no interaction. */
  public static final String PAST_WEIGHTS = "past/weights";

  private static final List<String> OF_ROWS =
      List.of(
          SrmNetwork.HISTORY,
          SrmNetwork.CONTEXT,
          SrmNetwork.CANDIDATE,
          SrmNetwork.LINEAR,
          SrmNetwork.PAST_HISTORY,
          SrmNetwork.PAST_ITEMS,
          SrmNetwork.PAST_LINEAR);

  /** Those of the inputs that are made of embedding rows, so that the rows need their gradients. */
  public static Set<String> ofRows(Tensors<HostTensor> inputs) {
    return OF_ROWS.stream().filter(inputs.names()::contains).collect(Collectors.toSet());
  }

  @Override
  public <T> Tensors<T> compute(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T logits = network.logits(ops, inputs, parameters);
    T loss = weighted(ops, logits, inputs.tensor(LABELS), inputs.tensor(WEIGHTS));
    if (inputs.names().contains(SrmNetwork.PAST_HISTORY)) {
      T past = network.pastLogits(ops, inputs, parameters);
      loss =
          ops.add(
              loss, weighted(ops, past, inputs.tensor(PAST_LABELS), inputs.tensor(PAST_WEIGHTS)));
    }
    return new Tensors<T>().put(LOSS, loss).put(LOGITS, logits);
  }

  private static <T> T weighted(TrainingOps<T> ops, T logits, T labels, T weights) {
    return ops.reduce(
        Ops.Reduction.SUM, ops.mul(ops.binaryCrossEntropy(logits, labels), weights), false, 0, 1);
  }
}
