package dev.freshet.experiments.srm;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.eval.Rankings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Matrix factorization that orders pairs: a video that was watched long above one that was not.
 *
 * <p>Rendle, Freudenthaler, Gantner and Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from
 * Implicit Feedback", UAI 2009, algorithm 1: stochastic gradient descent over triples drawn
 * uniformly. A video has a bias of its own. The regularisation and the number of epochs are chosen
 * by the validation videos; for the test it learns again, with them.
 */
final class BprMf implements NextVideoRanker.Model {

  private static final int FACTORS = 32;
  private static final float RATE = 0.05f;
  private static final int MOST_EPOCHS = 80;
  private static final int LOOK_EVERY = 10;
  private static final List<Float> REGULARISATIONS = List.of(0.002f, 0.01f, 0.03f);

  @Override
  public String name() {
    return "BPR-MF";
  }

  @Override
  public NextVideoRanker learn(NextVideoTask task, long seed) {
    double best = -1;
    int bestEpochs = 0;
    float bestRegularisation = 0;
    for (float regularisation : REGULARISATIONS) {
      Factors factors = new Factors(task, Part.VALIDATION, regularisation, seed);
      for (int epoch = 1; epoch <= MOST_EPOCHS; epoch++) {
        factors.epoch();
        if (epoch % LOOK_EVERY == 0) {
          double ndcg = Rankings.mean(task.rank(Part.VALIDATION, factors).ndcg(10));
          if (ndcg > best) {
            best = ndcg;
            bestEpochs = epoch;
            bestRegularisation = regularisation;
          }
        }
      }
    }
    Factors factors = new Factors(task, Part.TEST, bestRegularisation, seed);
    for (int epoch = 0; epoch < bestEpochs; epoch++) {
      factors.epoch();
    }
    return factors;
  }

  /** What is learned, and from what. */
  private static final class Factors implements NextVideoRanker {
    private final float regularisation;
    private final SplittableRandom random;
    private final List<Set<Integer>> known = new ArrayList<>();
    private final int[] pairUsers;
    private final int[] pairVideos;
    private final float[][] users;
    private final float[][] videos;
    private final float[] biases;

    Factors(NextVideoTask task, Part upTo, float regularisation, long seed) {
      this.regularisation = regularisation;
      random = new SplittableRandom(seed);
      List<int[]> pairs = new ArrayList<>();
      for (int user = 0; user < task.users().size(); user++) {
        Set<Integer> watched = new HashSet<>();
        for (Watched each : task.known(user, upTo)) {
          watched.add(each.video());
          pairs.add(new int[] {user, each.video()});
        }
        known.add(watched);
      }
      pairUsers = pairs.stream().mapToInt(pair -> pair[0]).toArray();
      pairVideos = pairs.stream().mapToInt(pair -> pair[1]).toArray();
      users = small(task.users().size());
      videos = small(task.videos().size());
      biases = new float[task.videos().size()];
    }

    private float[][] small(int count) {
      float[][] factors = new float[count][FACTORS];
      for (float[] row : factors) {
        for (int i = 0; i < FACTORS; i++) {
          row[i] = (float) (random.nextDouble() - 0.5) * 0.1f;
        }
      }
      return factors;
    }

    /** As many steps as there are long views. */
    void epoch() {
      for (int step = 0; step < pairUsers.length; step++) {
        int pair = random.nextInt(pairUsers.length);
        int user = pairUsers[pair];
        int other = random.nextInt(videos.length);
        if (!known.get(user).contains(other)) {
          step(users[user], pairVideos[pair], other);
        }
      }
    }

    private void step(float[] user, int wanted, int other) {
      float[] above = videos[wanted];
      float[] below = videos[other];
      double difference = biases[wanted] - biases[other];
      for (int i = 0; i < FACTORS; i++) {
        difference += user[i] * (above[i] - below[i]);
      }
      float slope = (float) (1 / (1 + Math.exp(difference)));
      biases[wanted] += RATE * (slope - regularisation * biases[wanted]);
      biases[other] += RATE * (-slope - regularisation * biases[other]);
      for (int i = 0; i < FACTORS; i++) {
        float u = user[i];
        user[i] += RATE * (slope * (above[i] - below[i]) - regularisation * u);
        above[i] += RATE * (slope * u - regularisation * above[i]);
        below[i] += RATE * (-slope * u - regularisation * below[i]);
      }
    }

    @Override
    public float[] scores(int user, Part part) {
      float[] scores = biases.clone();
      for (int video = 0; video < scores.length; video++) {
        for (int i = 0; i < FACTORS; i++) {
          scores[video] += users[user][i] * videos[video][i];
        }
      }
      return scores;
    }
  }
}
