package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Two layers of GraphSAGE with mean aggregation over the graph of training interactions: {@code
 * z'_v = mean_{w∈N(v)} z_w U + z_v V + b}, a leaky ReLU after the first, dropout 0.5 after the
 * first and 0.2 after the second.
 *
 * <p>Hamilton, Ying and Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS
 * 2017. The means are products with dense matrices, which bounds the size of the catalogue.
 */
final class GraphSage {
  private static final float[] DROPOUT = {0.5f, 0.2f};
  private static final String OF_USERS = "sage.neighboursOfUsers";
  private static final String OF_VIDEOS = "sage.neighboursOfVideos";

  private final InteractionSplit split;
  private final int d;

  /**
   * @param dimension components {@code d} of every state
   */
  GraphSage(InteractionSplit split, int dimension) {
    this.split = split;
    d = dimension;
  }

  List<Parameter> initialise(long seed) {
    Initialiser initial = new Initialiser(seed);
    List<Parameter> parameters = new ArrayList<>();
    for (int layer = 1; layer <= DROPOUT.length; layer++) {
      parameters.add(initial.glorot("sage.U" + layer, d, d));
      parameters.add(initial.glorot("sage.V" + layer, d, d));
      parameters.add(initial.constant("sage.b" + layer, 0, d));
    }
    return parameters;
  }

  /** What takes the mean over neighbours, [users, videos] and [videos, users]; not trained. */
  List<Parameter> means() {
    int users = split.users();
    int videos = split.videos();
    int[] likes = split.trainCounts();
    float[] ofUsers = new float[users * videos];
    float[] ofVideos = new float[users * videos];
    for (int user = 0; user < users; user++) {
      int[] liked = split.train()[user];
      for (int video : liked) {
        ofUsers[user * videos + video] = 1f / liked.length;
        ofVideos[video * users + user] = 1f / likes[video];
      }
    }
    return List.of(
        new Parameter(OF_USERS, ofUsers, users, videos),
        new Parameter(OF_VIDEOS, ofVideos, videos, users));
  }

  /**
   * The vectors after both layers.
   *
   * @param vectors of all users and of all videos
   * @param training whether states are dropped
   */
  <T> Vectors<T> forward(
      TrainingOps<T> ops, Vectors<T> vectors, Tensors<T> parameters, boolean training) {
    Vectors<T> z = vectors;
    for (int layer = 1; layer <= DROPOUT.length; layer++) {
      T users = ops.matmul(parameters.tensor(OF_USERS), z.videos());
      T videos = ops.matmul(parameters.tensor(OF_VIDEOS), z.users());
      z =
          new Vectors<>(
              node(ops, users, z.users(), layer, parameters, training),
              node(ops, videos, z.videos(), layer, parameters, training));
    }
    return z;
  }

  private static <T> T node(
      TrainingOps<T> ops, T mean, T own, int layer, Tensors<T> parameters, boolean training) {
    T sum =
        ops.add(
            ops.matmul(mean, parameters.tensor("sage.U" + layer)),
            ops.matmul(own, parameters.tensor("sage.V" + layer)));
    T shifted = ops.add(sum, parameters.tensor("sage.b" + layer));
    T active = layer == 1 ? ops.leakyRelu(shifted, FusionNetwork.LEAK) : shifted;
    return training ? ops.dropout(active, DROPOUT[layer - 1]) : active;
  }

  /**
   * The vectors that a score is the dot product of, or what they are made of.
   *
   * @param users [users, d]
   * @param videos [videos, d]
   */
  record Vectors<T>(T users, T videos) {}
}
