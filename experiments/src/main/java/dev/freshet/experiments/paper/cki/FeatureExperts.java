package dev.freshet.experiments.paper.cki;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.train.AdamConfig;
import dev.freshet.models.net.train.ParameterGroup;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    ParameterGroup group = new ParameterGroup(parameters, AdamConfig.adam(0.01));
    try (TrainingStep step =
        new TrainingStep(List.of(group), List.of(), Double.POSITIVE_INFINITY, seed)) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        lessons.tasks().forEach(task -> step.step(task, Set.of()));
      }
      return step.parameters();
    }
  }

  /** Batches in which the features from {@code from} to {@code to} vary and the others are 0. */
  private static Window window(
      float[] teacher, int batches, int from, int to, SplittableRandom random) {
    List<TrainingExample> examples = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
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
          new Task(
              FeatureExperts::loss,
              new Tensors<HostTensor>()
                  .put("x", new HostTensor.Floats(x, BATCH, FEATURES))
                  .put("labels", new HostTensor.Floats(labels, BATCH, 1))));
    }
    return new Window(examples, tasks);
  }

  private static <T> Tensors<T> loss(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T hidden =
        ops.unary(
            Ops.Unary.TANH,
            ops.add(
                ops.matmul(inputs.tensor("x"), parameters.tensor("hidden")),
                parameters.tensor("hidden/bias")));
    T logits = ops.matmul(hidden, parameters.tensor("out"));
    T losses = ops.binaryCrossEntropy(logits, inputs.tensor("labels"));
    return new Tensors<T>()
        .put(Loss.LOSS, ops.reduce(Ops.Reduction.SUM, losses, false, 0, 1))
        .put(Loss.LOGITS, logits);
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
