package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.Tensor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A fusion on its way to those who run it: the network, and a probe whose shapes say its inputs.
 */
public final class MetaMmfRelease {

  /** Name of the model in releases. */
  public static final String MODEL = "metammf";

  private static final int PROBED = 8;
  private static final float TOLERANCE = 1e-4f;

  private MetaMmfRelease() {}

  /**
   * Releases the fusion of a model.
   *
   * @param generation of the fused vectors; a generation of its own, as those of two networks must
   *     never be mixed
   * @param examples vectors of a few videos, for the probe
   */
  public static ModelRelease of(
      MetaMmfModel model, String generation, ModalityVectors examples, String dataset) {
    int n = Math.min(PROBED, examples.count());
    int[] first = new int[n];
    Arrays.setAll(first, i -> i);
    ModalityVectors probed = examples.rows(first);
    float[] fused = model.fused(probed);
    Tensors<HostTensor> outputs =
        new Tensors<HostTensor>()
            .put(FusionNetwork.FUSED, new HostTensor.Floats(fused, n, fused.length / n));
    return ModelRelease.newBuilder()
        .setModel(MODEL)
        .setGeneration(generation)
        .setStep(0)
        .setLearnedUpTo(Instant.EPOCH)
        .setNetwork(ByteBuffer.wrap(model.export()))
        .setProbe(ProbeBatch.of(probed.tensors(), outputs, TOLERANCE))
        .setProvenance(
            ReleaseProvenance.newBuilder()
                .setDataset(dataset)
                .setConfig(model.config().toJson())
                .setSeed(model.config().seed())
                .build())
        .build();
  }

  /**
   * Components of each modality's vectors that the network takes.
   *
   * @throws IllegalArgumentException if the probe does not say so
   */
  public static Map<Modality, Integer> dimensions(ModelRelease release) {
    Map<Modality, Integer> dimensions = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      Tensor input = release.getProbe().getInputs().get(modality.id());
      if (input == null || input.getShape().size() != 2) {
        throw new IllegalArgumentException("the probe has no matrix of " + modality.id());
      }
      dimensions.put(modality, Math.toIntExact(input.getShape().get(1)));
    }
    return dimensions;
  }
}
