package dev.freshet.experiments.paper.cki;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.models.tensor.TensorOps;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small network over twelve features that all count alike, and two copies of it: one has seen
 * only the first six vary, the other only the last six.
 *
 * <p>{@code logits = tanh(x W + b) V}, a long view is drawn with probability {@code σ(2 w·x)}.
 *
 * @param parents the two experts
 * @param recent a small window in which all features vary
 * @param test another one, of 200 users
 */
record FeatureExperts(List<List<Parameter>> parents, Window recent, Window test) {

  private static final int FEATURES = 12;
  private static final int HIDDEN = 16;
  private static final int BATCH = 100;
  private static final int USERS = 200;
  private static final int EPOCHS = 5;

  static FeatureExperts trained(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] teacher = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      teacher[i] = (random.nextBoolean() ? 1 : -1) / (float) Math.sqrt(FEATURES);
    }
    List<List<Parameter>> parents = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      Window lessons = window(teacher, 30, half * FEATURES / 2, (half + 1) * FEATURES / 2, random);
      parents.add(expert(lessons, seed));
    }
    return new FeatureExperts(
        parents, window(teacher, 5, 0, FEATURES, random), window(teacher, 40, 0, FEATURES, random));
  }

  private static List<Parameter> expert(Window lessons, long seed) {
    Initialiser init = new Initialiser(seed);
    List<Parameter> parameters =
        List.of(
            init.glorot("hidden", FEATURES, HIDDEN),
            init.constant("hidden/bias", 0, HIDDEN),
            init.glorot("out", HIDDEN, 1));
    try (DenseStep step = new DenseStep(parameters, List.of(), new Adam(0.01f, parameters))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        lessons.tasks().forEach(task -> step.learn(List.of(task)));
      }
    }
    return parameters;
  }

  /** Batches in which the features from {@code from} to {@code to} vary and the others are 0. */
  private static Window window(
      float[] teacher, int batches, int from, int to, SplittableRandom random) {
    List<TrainingExample> examples = new ArrayList<>();
    List<DenseStep.Task> tasks = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      float[] x = new float[BATCH * FEATURES];
      float[] labels = new float[BATCH];
      for (int i = 0; i < BATCH; i++) {
        double logit = 0;
        for (int f = from; f < to; f++) {
          x[i * FEATURES + f] = (float) random.nextGaussian();
          logit += 2 * teacher[f] * x[i * FEATURES + f];
        }
        labels[i] = random.nextDouble() < sigmoid(logit) ? 1 : 0;
        examples.add(example(examples.size(), labels[i] > 0));
      }
      tasks.add(
          new DenseStep.Task(
              FeatureExperts::logits,
              new Tensors<FloatTensor>().put("x", new FloatTensor(x, BATCH, FEATURES)),
              logits -> slopes(logits, labels),
              List.of()));
    }
    return new Window(examples, tasks);
  }

  private static <T> T logits(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T hidden =
        ops.tanh(
            ops.add(
                ops.matmul(inputs.tensor("x"), parameters.tensor("hidden")),
                parameters.tensor("hidden/bias")));
    return ops.matmul(hidden, parameters.tensor("out"));
  }

  private static float[] slopes(float[] logits, float[] labels) {
    float[] slopes = new float[logits.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (float) sigmoid(logits[i]) - labels[i];
    }
    return slopes;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static TrainingExample example(int number, boolean longView) {
    return TrainingExample.newBuilder()
        .setExampleId("e" + number)
        .setUser("u" + number % USERS)
        .setVideo("v" + number)
        .setSurface("main")
        .setShownAt(Instant.EPOCH)
        .setLabelledAt(Instant.EPOCH)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(longView)
        .setLiked(false)
        .build();
  }
}
