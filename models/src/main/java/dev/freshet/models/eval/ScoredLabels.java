package dev.freshet.models.eval;

import it.unimi.dsi.fastutil.booleans.BooleanArrayList;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

  /**
   * The examples of each user as one list in which the positives are looked for; users without both
   * classes are left out.
   */
  public Rankings rankings() {
    List<FloatArrayList> wanted = new ArrayList<>();
    List<FloatArrayList> others = new ArrayList<>();
    for (int example = 0; example < users.size(); example++) {
      int user = users.getInt(example);
      if (user == wanted.size()) { // numbered in the order of their first examples
        wanted.add(new FloatArrayList());
        others.add(new FloatArrayList());
      }
      (positive.getBoolean(example) ? wanted : others).get(user).add(scores.getFloat(example));
    }
    int[] judged =
        IntStream.range(0, wanted.size())
            .filter(user -> !wanted.get(user).isEmpty() && !others.get(user).isEmpty())
            .toArray();
    return new Rankings(
        judged,
        Arrays.stream(judged)
            .mapToObj(
                user ->
                    Rankings.Ranked.of(
                        wanted.get(user).toFloatArray(), others.get(user).toFloatArray()))
            .toList());
  }

  /** [n], a number from 0 for each user, in the order of their first examples. */
  public int[] users() {
    return users.toIntArray();
  }

  /** [n] */
  public float[] scores() {
    return scores.toFloatArray();
  }

  /** [n] */
  public boolean[] positive() {
    return positive.toBooleanArray();
  }
}
