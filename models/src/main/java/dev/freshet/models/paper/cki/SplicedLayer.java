package dev.freshet.models.paper.cki;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.paper.cki.CkiConfig.Perspective;
import java.util.ArrayList;
import java.util.List;

/**
 * One matrix {@code [in, out]} of {@code K} parents, spliced. Ours are laid out as {@code x W}, the
 * paper's as {@code W x}, so its {@code Δ Aᵀ} is {@code A Δ} here.
 */
final class SplicedLayer {

  private final String name;
  private final int in;
  private final int out;

  /** The parents' matrices [K][in, out]. */
  private final List<float[]> parents = new ArrayList<>();

  /** Mean absolute difference of each parent but the last to the others [K - 1][in, out]. */
  private final List<float[]> distances = new ArrayList<>();

  private final double[] entropies;
  private final double[] gates;
  private final Perspective perspective;

  SplicedLayer(List<Parameter> same, CkiConfig config) {
    Parameter first = same.getFirst();
    name = first.name();
    in = (int) first.shape()[0];
    out = (int) first.shape()[1];
    same.forEach(parameter -> parents.add(parameter.values().clone()));
    for (int k = 0; k < parents.size() - 1; k++) {
      distances.add(distance(k));
    }
    perspective = config.perspective();
    entropies = parents.stream().mapToDouble(p -> HistogramEntropy.of(p, config.bins())).toArray();
    gates =
        perspective == Perspective.LOCAL ? Gate.equal(parents.size()) : Gate.of(entropies, config);
  }

  private float[] distance(int parent) {
    float[] own = parents.get(parent);
    float[] distance = new float[own.length];
    float share = 1f / (parents.size() - 1);
    for (int k = 0; k < parents.size(); k++) {
      if (k != parent) {
        float[] other = parents.get(k);
        for (int i = 0; i < own.length; i++) {
          distance[i] += share * Math.abs(own[i] - other[i]);
        }
      }
    }
    return distance;
  }

  String name() {
    return name;
  }

  /** Name of the merged matrix's weight of a parent among the outputs. */
  String weight(int parent) {
    return name + "/weight" + parent;
  }

  /** {@code A} of each parent but the last, [in, in]; none where it would not be used. */
  List<Parameter> compatibility(Initialiser initialiser) {
    List<Parameter> compatibility = new ArrayList<>();
    if (perspective != Perspective.GLOBAL) {
      for (int k = 0; k < parents.size() - 1; k++) {
        compatibility.add(initialiser.glorot(compatibility(k), in, in));
      }
    }
    return compatibility;
  }

  private String compatibility(int parent) {
    return name + "/A" + parent;
  }

  /** Whether it is one of {@link #compatibility(Initialiser)}. */
  boolean isCompatibility(Parameter parameter) {
    for (int k = 0; k < parents.size() - 1; k++) {
      if (parameter.name().equals(compatibility(k))) {
        return true;
      }
    }
    return false;
  }

  /** Adds the softly spliced matrix under its name, and each parent's weight. */
  <T> void splice(Ops<T> ops, Tensors<T> compatibility, Tensors<T> outputs) {
    List<T> weights = weights(ops, compatibility);
    outputs.put(name, soft(ops, weights));
    for (int k = 0; k < parents.size(); k++) {
      outputs.put(weight(k), weights.get(k));
    }
  }

  /** Number of entries of the matrix. */
  int size() {
    return in * out;
  }

  /**
   * The weight of each parent, entry by entry:
   *
   * <pre>
   * P   = softmax_k(A_k D_k), A of the last parent being 0; for two, P_0 = σ(A |W_0 - W_1|)
   * w_k = g_k (1 - exp(-g_k P_k))
   * w̃   = softmax_k(w_k)
   * </pre>
   *
   * @return [K][in, out]
   */
  private <T> List<T> weights(Ops<T> ops, Tensors<T> compatibility) {
    List<T> compatible = compatible(ops, compatibility);
    List<T> weights = new ArrayList<>();
    for (int k = 0; k < parents.size(); k++) {
      float gate = (float) gates[k];
      T decayed = ops.unary(Ops.Unary.EXP, ops.mul(compatible.get(k), ops.scalar(-gate)));
      weights.add(ops.mul(ops.sub(ops.scalar(1), decayed), ops.scalar(gate)));
    }
    return softmax(ops, weights);
  }

  /** {@code P} of each parent; they sum to 1. */
  private <T> List<T> compatible(Ops<T> ops, Tensors<T> compatibility) {
    T nothing = matrix(ops, new float[in * out]);
    List<T> scores = new ArrayList<>();
    for (int k = 0; k < parents.size() - 1; k++) {
      scores.add(
          perspective == Perspective.GLOBAL
              ? nothing
              : ops.matmul(compatibility.tensor(compatibility(k)), matrix(ops, distances.get(k))));
    }
    scores.add(nothing);
    return softmax(ops, scores);
  }

  /** Softmax over the parents, entry by entry; for two, the sigmoid of the difference. */
  private <T> List<T> softmax(Ops<T> ops, List<T> ofParents) {
    int k = ofParents.size();
    if (k == 2) {
      T first = ops.sigmoid(ops.sub(ofParents.get(0), ofParents.get(1)));
      return List.of(first, ops.sub(ops.scalar(1), first));
    }
    List<T> flat = ofParents.stream().map(each -> ops.reshape(each, 1, (long) in * out)).toList();
    T all = ops.softmax(ops.concat(flat, 0), 0); // [K, in * out]
    List<T> parts = new ArrayList<>();
    for (int parent = 0; parent < k; parent++) {
      parts.add(ops.reshape(ops.slice(all, 0, parent, parent + 1L), in, out));
    }
    return parts;
  }

  /** {@code W = W_0 + Σ_k w̃_k (W_k - W_0)}: exactly {@code W_0} where all parents agree. */
  private <T> T soft(Ops<T> ops, List<T> weights) {
    float[] base = parents.getFirst();
    T spliced = matrix(ops, base);
    for (int k = 1; k < parents.size(); k++) {
      float[] difference = parents.get(k).clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= base[i];
      }
      spliced = ops.add(spliced, ops.mul(weights.get(k), matrix(ops, difference)));
    }
    return spliced;
  }

  /** Each entry of the parent whose weight is greatest. */
  float[] hard(List<float[]> weights) {
    int[] leaders = leaders(weights);
    float[] spliced = new float[in * out];
    for (int k = 0; k < parents.size(); k++) {
      float[] own = parents.get(k);
      for (int i = 0; i < spliced.length; i++) {
        spliced[i] = leaders[i] == k ? own[i] : spliced[i];
      }
    }
    return spliced;
  }

  MergeReport.Layer report(List<float[]> weights, double stability) {
    int[] leaders = leaders(weights);
    List<Double> means = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int k = 0; k < weights.size(); k++) {
      double sum = 0;
      int led = 0;
      float[] weight = weights.get(k);
      for (int i = 0; i < weight.length; i++) {
        sum += weight[i];
        led += leaders[i] == k ? 1 : 0;
      }
      means.add(sum / (in * out));
      shares.add((double) led / (in * out));
    }
    return new MergeReport.Layer(name, boxed(entropies), boxed(gates), means, shares, stability);
  }

  /** Of the first two parents; see {@link Gate#stability}. */
  double stability(int bins, int resamples, long seed) {
    return Gate.stability(parents.get(0), parents.get(1), bins, resamples, seed);
  }

  /** The parent whose weight is greatest, the first of equals, for each entry. */
  private static int[] leaders(List<float[]> weights) {
    float[] greatest = weights.getFirst().clone();
    int[] leaders = new int[greatest.length];
    for (int k = 1; k < weights.size(); k++) {
      float[] weight = weights.get(k);
      for (int i = 0; i < greatest.length; i++) {
        boolean leads = weight[i] > greatest[i];
        leaders[i] = leads ? k : leaders[i];
        greatest[i] = leads ? weight[i] : greatest[i];
      }
    }
    return leaders;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> boxed = new ArrayList<>();
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private <T> T matrix(Ops<T> ops, float[] values) {
    return ops.constant(new HostTensor.Floats(values, in, out));
  }
}
