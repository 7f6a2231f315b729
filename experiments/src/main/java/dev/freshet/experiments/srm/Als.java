package dev.freshet.experiments.srm;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.eval.Rankings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Factorization of implicit feedback by alternating least squares: a long view counts {@value
 * #CONFIDENCE} times more than none.
 *
 * <p>Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008,
 * eq. 4 and 5. The number of factors and the regularisation are chosen by the validation videos;
 * for the test it learns again, with them.
 */
final class Als implements NextVideoRanker.Model {

  private static final int ITERATIONS = 10;
  private static final double CONFIDENCE = 10;
  private static final List<Choice> CHOICES =
      List.of(
          new Choice(16, 1),
          new Choice(16, 10),
          new Choice(16, 50),
          new Choice(32, 10),
          new Choice(32, 50));

  private record Choice(int factors, double regularisation) {}

  @Override
  public String name() {
    return "ALS";
  }

  @Override
  public NextVideoRanker learn(NextVideoTask task, long seed) {
    Choice best =
        CHOICES.stream()
            .max(
                Comparator.comparingDouble(
                    choice ->
                        Rankings.mean(
                            task.rank(
                                    Part.VALIDATION, factorize(task, Part.VALIDATION, choice, seed))
                                .ndcg(10))))
            .orElseThrow();
    return factorize(task, Part.TEST, best, seed);
  }

  private static NextVideoRanker factorize(
      NextVideoTask task, Part upTo, Choice choice, long seed) {
    List<List<Integer>> ofUsers = lists(task.users().size());
    List<List<Integer>> ofVideos = lists(task.videos().size());
    for (int user = 0; user < ofUsers.size(); user++) {
      for (Watched watched : task.known(user, upTo)) {
        ofUsers.get(user).add(watched.video());
        ofVideos.get(watched.video()).add(user);
      }
    }
    double[][] users = new double[ofUsers.size()][choice.factors()];
    double[][] videos = small(ofVideos.size(), choice.factors(), seed);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      solve(users, videos, ofUsers, choice.regularisation());
      solve(videos, users, ofVideos, choice.regularisation());
    }
    return (user, part) -> {
      float[] scores = new float[videos.length];
      for (int video = 0; video < scores.length; video++) {
        double score = 0;
        for (int i = 0; i < choice.factors(); i++) {
          score += users[user][i] * videos[video][i];
        }
        scores[video] = (float) score;
      }
      return scores;
    };
  }

  private static List<List<Integer>> lists(int count) {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private static double[][] small(int count, int factors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[count][factors];
    for (double[] row : values) {
      for (int i = 0; i < factors; i++) {
        row[i] = (random.nextDouble() - 0.5) * 0.1;
      }
    }
    return values;
  }

  /** The best factors of one side, given the other's. */
  private static void solve(
      double[][] wanted, double[][] given, List<List<Integer>> related, double regularisation) {
    int factors = given[0].length;
    double[][] all = new double[factors][factors]; // GᵀG + λI
    for (double[] row : given) {
      addOuter(all, row, 1);
    }
    for (int i = 0; i < factors; i++) {
      all[i][i] += regularisation;
    }
    for (int one = 0; one < wanted.length; one++) {
      double[][] matrix = new double[factors][];
      for (int i = 0; i < factors; i++) {
        matrix[i] = all[i].clone();
      }
      double[] right = new double[factors];
      for (int other : related.get(one)) {
        addOuter(matrix, given[other], CONFIDENCE);
        for (int i = 0; i < factors; i++) {
          right[i] += (1 + CONFIDENCE) * given[other][i];
        }
      }
      RealMatrix left = new Array2DRowRealMatrix(matrix, /* copyArray= */ false);
      wanted[one] =
          new CholeskyDecomposition(left)
              .getSolver()
              .solve(new ArrayRealVector(right, false))
              .toArray();
    }
  }

  private static void addOuter(double[][] matrix, double[] row, double times) {
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        matrix[i][j] += row[i] * row[j] * times;
      }
    }
  }
}
