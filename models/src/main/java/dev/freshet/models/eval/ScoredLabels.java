package dev.freshet.models.eval;

import it.unimi.dsi.fastutil.booleans.BooleanArrayList;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

/** One model's scores with their users and labels, in columns that grow. Not thread-safe. */
public final class ScoredLabels {

  private final Object2IntOpenHashMap<String> indexOfUser = new Object2IntOpenHashMap<>();
  private final IntArrayList users = new IntArrayList();
  private final FloatArrayList scores = new FloatArrayList();
  private final BooleanArrayList positive = new BooleanArrayList();

  public ScoredLabels() {
    indexOfUser.defaultReturnValue(-1);
  }

  /** Adds one example. */
  public void add(String user, float score, boolean isPositive) {
    int index = indexOfUser.getInt(user);
    if (index < 0) {
      index = indexOfUser.size();
      indexOfUser.put(user, index);
    }
    users.add(index);
    scores.add(score);
    positive.add(isPositive);
  }

  /** Number of examples. */
  public int size() {
    return scores.size();
  }

  /** Metrics of all examples. */
  public Evaluation evaluation() {
    return Evaluation.of(users(), scores(), positive());
  }

  /** [n], a number from 0 for each user, in the order of their first examples. */
  int[] users() {
    return users.toIntArray();
  }

  float[] scores() {
    return scores.toFloatArray();
  }

  boolean[] positive() {
    return positive.toBooleanArray();
  }
}
