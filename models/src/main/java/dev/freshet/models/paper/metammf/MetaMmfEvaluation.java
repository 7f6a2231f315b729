package dev.freshet.models.paper.metammf;

import dev.freshet.models.eval.RankingTask;
import dev.freshet.models.eval.Rankings;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The paper's protocol: training stops early by the validation part, then every user's videos that
 * are not in their training part are ranked, all of them, and the test part is looked for. Users
 * without test videos are skipped.
 */
public final class MetaMmfEvaluation {

  private MetaMmfEvaluation() {}

  /**
   * What became of one training.
   *
   * @param vectors of the best epoch
   * @param model with the weights of the best epoch; to be closed
   * @param curve validation NDCG@10 after each epoch
   * @param best place of the highest of them
   * @param epochNanos time of the median epoch, validation not included
   */
  public record Outcome(
      MetaMmfModel.Vectors vectors,
      MetaMmfModel model,
      List<Double> curve,
      int best,
      long epochNanos) {

    public Outcome {
      curve = List.copyOf(curve);
    }

    /** Epochs until the validation NDCG@10 is at least this, from 1; the length + 1 if never. */
    public int epochsTo(double ndcg) {
      return 1
          + IntStream.range(0, curve.size())
              .filter(epoch -> curve.get(epoch) >= ndcg)
              .findFirst()
              .orElse(curve.size());
    }
  }

  /**
   * Trains until the validation NDCG@10 has not risen for {@code patience} epochs, and goes back to
   * the best.
   *
   * @param listener is told the epoch, from 1, and the validation NDCG@10
   */
  public static Outcome train(
      MetaMmfConfig config,
      ModalityVectors vectors,
      InteractionSplit split,
      BiConsumer<Integer, Double> listener) {
    // the model outlives the trainer: it is the outcome's to close
    MetaMmfTrainer trainer =
        new MetaMmfTrainer(new MetaMmfModel(config, vectors, split), vectors, split);
    while (!trainer.done()) {
      double ndcg = trainer.epoch();
      listener.accept(trainer.curve().size(), ndcg);
    }
    MetaMmfModel model = trainer.best();
    return new Outcome(
        model.vectors(), model, trainer.curve(), trainer.bestEpoch(), trainer.epochNanos());
  }

  /** Ranks all videos but each user's training part. */
  public static Rankings rank(
      MetaMmfModel.Vectors vectors, InteractionSplit split, int[][] relevant) {
    return rank(vectors, new RankingTask(split.videos(), split.train(), relevant));
  }

  /** Ranks the videos of a task by the dot product of the user's vector and the video's. */
  public static Rankings rank(MetaMmfModel.Vectors vectors, RankingTask task) {
    int d = vectors.dimension();
    float[] columns = columns(vectors.videos(), task.items(), d);
    float[] scores = new float[task.items()];
    return task.rank(
        user -> {
          score(vectors.users(), user * d, d, columns, scores);
          return scores;
        });
  }

  /** [n, d] as [d, n], so that one pass adds a component's part to all scores. */
  private static float[] columns(float[] rows, int n, int d) {
    float[] columns = new float[rows.length];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        columns[c * n + i] = rows[i * d + c];
      }
    }
    return columns;
  }

  private static void score(float[] users, int at, int d, float[] columns, float[] scores) {
    Arrays.fill(scores, 0);
    int n = scores.length;
    for (int c = 0; c < d; c++) {
      float weight = users[at + c];
      int from = c * n;
      for (int i = 0; i < n; i++) {
        scores[i] += weight * columns[from + i];
      }
    }
  }
}
