package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.Splicing;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmNetwork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Claim 5 of the protocol: a merged model costs what a parent costs. */
final class Cost {

  private static final int CALLS = 300;
  private static final Set<String> LOGITS = Set.of("logits");

  private Cost() {}

  static List<Claim> claims(World world, SrmConfig config, CkiConfig cki) {
    Checkpoint ancestor = Checkpoint.initial(config).learned(world.recent(), world.catalogue());
    Family family =
        Family.replicas(ancestor, world.continuation(), world.catalogue(), 2, config.seed());
    Window recent = family.merged().window(world.recent(), world.catalogue());
    List<List<Parameter>> dense = family.dense();
    long started = System.nanoTime();
    CkiModel model = new CkiModel(dense, cki);
    model.train(recent.tasks());
    Checkpoint merged = family.merged().with(model.merge(Splicing.SOFT).parameters());
    double seconds = (System.nanoTime() - started) / 1e9;
    byte[] ofParent = network(family.parents().getFirst());
    byte[] ofMerged = network(merged);
    Tensors<HostTensor> all = recent.tasks().getFirst().inputs();
    Tensors<HostTensor> inputs = new Tensors<>();
    new SrmNetwork(config)
        .inputs()
        .forEach(input -> inputs.put(input.name(), all.tensor(input.name())));
    double[][] millis = latencies(ofParent, ofMerged, inputs);
    double parent = percentile(millis[0], 50);
    double spread = percentile(millis[0], 75) - percentile(millis[0], 25);
    double difference = percentile(millis[1], 50) - parent;
    return List.of(
        new Claim.Exact(
            Statement.required(
                "cost-bytes", "a merged network has as many bytes of ONNX as a parent"),
            Measured.of(ofMerged.length).with("bytes"),
            ofParent.length),
        new Claim.Exact(
            Statement.required("cost-nodes", "a merged network has as many ONNX nodes as a parent"),
            Measured.of(OnnxExport.nodes(ofMerged)).with("nodes"),
            OnnxExport.nodes(ofParent)),
        new Claim.EqualWithin(
            Statement.reported(
                "cost-latency",
                "a merged network's median latency is a parent's, within its quartiles"),
            Measured.of(difference)
                .with(
                    "ms; p50 %s and %s, p99 %s and %s"
                        .formatted(
                            Numbers.number(parent, 2),
                            Numbers.number(percentile(millis[1], 50), 2),
                            Numbers.number(percentile(millis[0], 99), 2),
                            Numbers.number(percentile(millis[1], 99), 2))),
            Math.max(spread, 0.01)),
        new Claim.NotAbove(
            Statement.reported(
                "cost-seconds",
                "a merge, with the training of A on the recent window, takes at most 10 s"),
            Measured.of(seconds)
                .with("s for %s examples".formatted(Numbers.number(recent.examples().size(), 0))),
            10));
  }

  private static byte[] network(Checkpoint checkpoint) {
    try (SrmTrainer trainer = checkpoint.open()) {
      return trainer.release(Map.of(), Instant.EPOCH).getNetwork().array();
    }
  }

  /** Milliseconds of alternating calls, [2][calls]. */
  private static double[][] latencies(byte[] one, byte[] other, Tensors<HostTensor> inputs) {
    double[][] millis = new double[2][CALLS];
    try (OnnxSession first = OnnxSession.of("parent", one, ExecutionProvider.CPU);
        OnnxSession second = OnnxSession.of("merged", other, ExecutionProvider.CPU)) {
      List<OnnxSession> models = new ArrayList<>(List.of(first, second));
      for (int call = -CALLS; call < CALLS; call++) {
        for (int m = 0; m < models.size(); m++) {
          long started = System.nanoTime();
          models.get(m).run(inputs, LOGITS);
          if (call >= 0) {
            millis[m][call] = (System.nanoTime() - started) / 1e6;
          }
        }
      }
    }
    return millis;
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * percent / 100.0))];
  }
}
