package dev.freshet.models.srm;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.net.train.AdamConfig;
import dev.freshet.models.net.train.ParameterGroup;
import dev.freshet.models.net.train.StepOutcome;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.models.srm.network.SrmLoss;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The network as it learns, in native memory: parameters, the state of Adam, and the running mean
 * of the candidates.
 */
final class DenseNetwork implements AutoCloseable {
  /** Greatest difference between the network here and where it is served. */
  private static final float TOLERANCE = 1e-4f;

  private final SrmConfig config;
  private final SrmNetwork network;
  private final SrmLoss loss;
  private final TrainingStep step;

  DenseNetwork(SrmConfig config) {
    this.config = config;
    network = new SrmNetwork(config);
    loss = new SrmLoss(network);
    step =
        new TrainingStep(
            List.of(
                new ParameterGroup(
                    network.initialise(config.seed()), AdamConfig.adam(config.denseRate()))),
            List.of(new Parameter(SrmNetwork.MEAN, new float[config.width()], config.width())),
            Double.POSITIVE_INFINITY,
            config.seed());
  }

  /** The examples with their labels as the loss takes them. */
  Task task(List<TrainingExample> examples, SrmInputs encoded) {
    int n = examples.size();
    float[] labels = new float[n * SrmTable.HEADS];
    float[] weights = new float[n * SrmTable.HEADS];
    for (int i = 0; i < n; i++) {
      TrainingExample example = examples.get(i);
      int at = i * SrmTable.HEADS;
      labels[at] = example.getLongView() ? 1 : 0;
      labels[at + 1] = example.getLiked() ? 1 : 0;
      weights[at] = example.getWeight();
      weights[at + 1] = example.getWeight() * (float) config.likeWeight();
    }
    return new Task(
        loss,
        encoded
            .tensors(config)
            .put(SrmLoss.LABELS, new HostTensor.Floats(labels, n, SrmTable.HEADS))
            .put(SrmLoss.WEIGHTS, new HostTensor.Floats(weights, n, SrmTable.HEADS)));
  }

  /** Takes one step; the gradients are of all inputs that are made of embedding rows. */
  StepOutcome learn(Task task) {
    StepOutcome outcome = step.step(task, SrmLoss.ofRows(task.inputs()));
    Parameter mean = step.fixedParameters().getFirst();
    float[] candidates = task.inputs().tensor(SrmNetwork.CANDIDATE).toFloats();
    step.replace(mean.withValues(RunningMean.after(mean.values(), candidates)));
    return outcome;
  }

  long refused() {
    return step.refused();
  }

  /** Copies of the parameters: first those that are trained, then those that are not. */
  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(step.parameters());
    all.addAll(step.fixedParameters());
    return all;
  }

  /** Those of {@link #parameters} that are not trained but kept current. */
  List<Parameter> statistics() {
    return step.fixedParameters();
  }

  void set(List<Parameter> parameters) {
    parameters.forEach(step::replace);
  }

  byte[] save() {
    return step.save();
  }

  void restore(byte[] saved) {
    step.restore(saved);
  }

  /** The network with these parameters as ONNX. */
  ByteBuffer export(List<Parameter> parameters) {
    return ByteBuffer.wrap(OnnxExport.bytes(config.model().id(), network, parameters));
  }

  /** What the network with these parameters makes of the batch. */
  Probe probe(List<Parameter> parameters, SrmInputs batch) {
    Tensors<HostTensor> inputs = batch.tensors(config);
    try (TrainingStep with = TrainingStep.fixed(parameters)) {
      return ProbeBatch.of(inputs, with.run(network, inputs), TOLERANCE);
    }
  }

  @Override
  public void close() {
    step.close();
  }
}
