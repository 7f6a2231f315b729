package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Two layers of GraphSAGE with mean aggregation over the graph of training interactions: {@code
 * z'_v = mean_{w∈N(v)} z_w U + z_v V + b}, a leaky ReLU after the first, dropout 0.5 after the
 * first and 0.2 after the second.
 *
 * <p>Hamilton, Ying and Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS
 * 2017. The graph is sparse and is walked, not multiplied; so this is plain code with its own
 * gradient, not a network of tensor operations. Nodes are users, then videos. Not thread-safe.
 */
final class GraphSage {
  private static final float LEAK = 0.01f;
  private static final double[] DROPOUT = {0.5, 0.2};

  private final int d;
  private final int[][] neighbours;
  private final List<Parameter> parameters = new ArrayList<>(); // U1, V1, b1, U2, V2, b2
  private final List<float[]> gradients = new ArrayList<>();
  private final float[][] states = new float[2][]; // what went into each layer, [nodes, d]
  private final float[][] means = new float[2][]; // its means over neighbours, [nodes, d]
  private final float[][] kept = new float[2][]; // slope of what comes after each layer

  /**
   * @param dimension components {@code d} of every state
   */
  GraphSage(InteractionSplit split, int dimension, long seed) {
    d = dimension;
    int users = split.users();
    int[] degree = split.trainCounts();
    neighbours = new int[users + split.videos()][];
    for (int video = 0; video < split.videos(); video++) {
      neighbours[users + video] = new int[degree[video]];
    }
    int[] filled = new int[split.videos()];
    for (int user = 0; user < users; user++) {
      int[] liked = split.train()[user];
      neighbours[user] = Arrays.stream(liked).map(video -> users + video).toArray();
      for (int video : liked) {
        neighbours[users + video][filled[video]++] = user;
      }
    }
    Initialiser initial = new Initialiser(seed);
    for (int layer = 1; layer <= 2; layer++) {
      parameters.add(initial.glorot("sage.U" + layer, d, d));
      parameters.add(initial.glorot("sage.V" + layer, d, d));
      parameters.add(initial.constant("sage.b" + layer, 0, d));
    }
    parameters.forEach(parameter -> gradients.add(new float[parameter.values().length]));
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** Of the last {@link #backward}, in the order of the parameters. */
  List<float[]> gradients() {
    return gradients;
  }

  /**
   * The states after both layers.
   *
   * @param initial states before, [nodes, d]; not changed
   * @param dropout draws what is dropped; null drops nothing
   */
  float[] forward(float[] initial, @Nullable SplittableRandom dropout) {
    float[] z = initial;
    for (int layer = 0; layer < 2; layer++) {
      states[layer] = z;
      means[layer] = mean(z);
      float[] out = new float[z.length];
      float[] bias = parameters.get(3 * layer + 2).values();
      for (int node = 0; node < neighbours.length; node++) {
        System.arraycopy(bias, 0, out, node * d, d);
      }
      product(means[layer], parameters.get(3 * layer).values(), out);
      product(z, parameters.get(3 * layer + 1).values(), out);
      float[] slope = new float[z.length];
      for (int i = 0; i < out.length; i++) {
        float factor = layer == 0 && out[i] < 0 ? LEAK : 1;
        if (dropout != null) {
          factor *= dropout.nextDouble() < DROPOUT[layer] ? 0 : (float) (1 / (1 - DROPOUT[layer]));
        }
        out[i] *= factor;
        slope[i] = factor;
      }
      kept[layer] = slope;
      z = out;
    }
    return z;
  }

  /**
   * The gradient by the initial states of the last {@link #forward}, [nodes, d]; those by the
   * parameters replace {@link #gradients}.
   *
   * @param slopes gradient by the final states, [nodes, d]; overwritten
   */
  float[] backward(float[] slopes) {
    float[] g = slopes;
    for (int layer = 1; layer >= 0; layer--) {
      for (int i = 0; i < g.length; i++) {
        g[i] *= kept[layer][i];
      }
      int first = 3 * layer;
      outer(means[layer], g, gradients.get(first));
      outer(states[layer], g, gradients.get(first + 1));
      float[] bias = gradients.get(first + 2);
      Arrays.fill(bias, 0);
      for (int i = 0; i < g.length; i++) {
        bias[i % d] += g[i];
      }
      float[] byMean = new float[g.length];
      product(g, transposed(parameters.get(first).values()), byMean);
      float[] before = new float[g.length];
      product(g, transposed(parameters.get(first + 1).values()), before);
      for (int node = 0; node < neighbours.length; node++) {
        float share = 1f / neighbours[node].length;
        for (int neighbour : neighbours[node]) {
          addScaled(byMean, node * d, share, before, neighbour * d);
        }
      }
      g = before;
    }
    return g;
  }

  private float[] mean(float[] z) {
    float[] mean = new float[z.length];
    for (int node = 0; node < neighbours.length; node++) {
      float share = 1f / neighbours[node].length;
      for (int neighbour : neighbours[node]) {
        addScaled(z, neighbour * d, share, mean, node * d);
      }
    }
    return mean;
  }

  /** Adds {@code a · w} to {@code out}; {@code a} [nodes, d], {@code w} [d, d]. */
  private void product(float[] a, float[] w, float[] out) {
    for (int node = 0; node < neighbours.length; node++) {
      for (int k = 0; k < d; k++) {
        addScaled(w, k * d, a[node * d + k], out, node * d);
      }
    }
  }

  /** Sets {@code out} to {@code aᵀ · g}. */
  private void outer(float[] a, float[] g, float[] out) {
    Arrays.fill(out, 0);
    for (int node = 0; node < neighbours.length; node++) {
      for (int k = 0; k < d; k++) {
        addScaled(g, node * d, a[node * d + k], out, k * d);
      }
    }
  }

  private void addScaled(float[] from, int at, float factor, float[] to, int place) {
    for (int j = 0; j < d; j++) {
      to[place + j] += factor * from[at + j];
    }
  }

  private float[] transposed(float[] w) {
    float[] t = new float[w.length];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        t[j * d + i] = w[i * d + j];
      }
    }
    return t;
  }
}
