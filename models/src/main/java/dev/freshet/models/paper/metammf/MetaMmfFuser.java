package dev.freshet.models.paper.metammf;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
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
  private final OnnxSession session;
  private final Map<Modality, Integer> dimensions;
  private final int dimension;

  /**
   * Loads the network and fuses a video without any modality, which shows that it is one of ours.
   *
   * @param network as {@link MetaMmfModel#export} wrote it
   * @param dimensions components of each modality's vectors
   * @param runtime where the network is to run
   * @throws ModelException if the runtime refuses the network or it has other dimensions
   */
  public MetaMmfFuser(byte[] network, Map<Modality, Integer> dimensions, OnnxRuntime runtime) {
    this.dimensions = new EnumMap<>(dimensions);
    session = runtime.open("metammf", network);
    try {
      dimension = run(new ModalityVectors(1, dimensions)).length;
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Loads a release and runs its probe.
   *
   * @param runtime where the network is to run
   * @throws ModelException if the runtime refuses the network, or the probe disagrees
   * @throws IllegalArgumentException if the probe does not say the dimensions
   */
  public static MetaMmfFuser of(ModelRelease release, OnnxRuntime runtime) {
    ByteBuffer network = release.getNetwork().duplicate();
    byte[] bytes = new byte[network.remaining()];
    network.get(bytes);
    MetaMmfFuser fuser = new MetaMmfFuser(bytes, MetaMmfRelease.dimensions(release), runtime);
    try {
      ProbeBatch.check(fuser.session, release.getProbe());
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
    float[] fused = run(vectors);
    for (float component : fused) {
      if (!Float.isFinite(component)) {
        throw new ModelException("metammf: a fused component is " + component);
      }
    }
    return fused;
  }

  private float[] run(ModalityVectors vectors) {
    return session
        .run(vectors.tensors(), Set.of(FusionNetwork.FUSED))
        .tensor(FusionNetwork.FUSED)
        .toFloats();
  }

  @Override
  public void close() {
    session.close();
  }
}
