package dev.freshet.models.paper.metammf;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxModel;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.feature.ModelRelease;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Runs an exported fusion: from the raw modality vectors of {@code n} videos to the fused vectors
 * of theirs. Thread-safe.
 */
public final class MetaMmfFuser implements AutoCloseable {
  private final OnnxModel model;
  private final Map<Modality, Integer> dimensions;
  private final int dimension;

  /**
   * Loads the network and fuses a video without any modality, which shows that it is one of ours.
   *
   * @param network as {@link MetaMmfModel#export} wrote it
   * @param dimensions components of each modality's vectors
   * @throws ModelException if the runtime refuses the network or it has other dimensions
   */
  public MetaMmfFuser(byte[] network, Map<Modality, Integer> dimensions) {
    this.dimensions = new EnumMap<>(dimensions);
    model = new OnnxModel("metammf", network);
    try {
      dimension = run(new ModalityVectors(1, dimensions)).values().length;
    } catch (ModelException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Loads a release and runs its probe.
   *
   * @throws ModelException if the runtime refuses the network, or the probe disagrees
   * @throws IllegalArgumentException if the probe does not say the dimensions
   */
  public static MetaMmfFuser of(ModelRelease release) {
    ByteBuffer network = release.getNetwork().duplicate();
    byte[] bytes = new byte[network.remaining()];
    network.get(bytes);
    MetaMmfFuser fuser = new MetaMmfFuser(bytes, MetaMmfRelease.dimensions(release));
    try {
      fuser.model.check(release.getProbe());
    } catch (ModelException e) {
      fuser.close();
      throw e;
    }
    return fuser;
  }

  /** Components of each modality's vectors. */
  public Map<Modality, Integer> dimensions() {
    return new EnumMap<>(dimensions);
  }

  /** Components of a fused vector. */
  public int dimension() {
    return dimension;
  }

  /**
   * Fuses all of these videos in one call of the network.
   *
   * @return [n, d]
   * @throws ModelException if a component is not finite
   */
  public float[] fuse(ModalityVectors vectors) {
    if (vectors.count() == 0) {
      return new float[0];
    }
    float[] fused = run(vectors).values();
    for (float component : fused) {
      if (!Float.isFinite(component)) {
        throw new ModelException("metammf: a fused component is " + component);
      }
    }
    return fused;
  }

  private FloatTensor run(ModalityVectors vectors) {
    Tensors<FloatTensor> outputs = model.run(vectors.tensors(), Set.of(FusionNetwork.FUSED));
    return outputs.tensor(FusionNetwork.FUSED);
  }

  @Override
  public void close() {
    model.close();
  }
}
