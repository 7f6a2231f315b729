package dev.freshet.models.merging;

import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which replica learns from which examples: a function of the user alone. */
final class UserShares {

  private UserShares() {}

  /**
   * The places of each replica's examples in the batch, in order.
   *
   * @return [replicas], some of them maybe empty
   */
  static List<int[]> of(List<TrainingExample> batch, int replicas) {
    int[] replicaOf = new int[batch.size()];
    int[] sizes = new int[replicas];
    for (int i = 0; i < replicaOf.length; i++) {
      replicaOf[i] = replicaOf(batch.get(i).getUser(), replicas);
      sizes[replicaOf[i]]++;
    }
    List<int[]> shares = new ArrayList<>();
    for (int size : sizes) {
      shares.add(new int[size]);
    }
    Arrays.fill(sizes, 0);
    for (int i = 0; i < replicaOf.length; i++) {
      shares.get(replicaOf[i])[sizes[replicaOf[i]]++] = i;
    }
    return shares;
  }

  private static int replicaOf(String user, int replicas) {
    long hash = user.hashCode() * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(hash >>> 20, replicas);
  }
}
