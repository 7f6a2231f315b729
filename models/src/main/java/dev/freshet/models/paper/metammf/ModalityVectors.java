package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import dev.freshet.schemas.event.Modality;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The modality vectors of {@code n} videos, raw as they were given; some may be missing. */
public final class ModalityVectors {
  static final int MODALITIES = Modality.values().length;

  private final int count;
  private final Map<Modality, Integer> dimensions;
  private final Map<Modality, float[]> values = new EnumMap<>(Modality.class);
  private final float[] present; // [n, modalities]

  /**
   * None present yet.
   *
   * @param count videos {@code n}
   * @param dimensions components of each modality's vectors, all three
   */
  public ModalityVectors(int count, Map<Modality, Integer> dimensions) {
    this.count = count;
    this.dimensions = new EnumMap<>(dimensions);
    present = new float[count * MODALITIES];
    for (Modality modality : Modality.values()) {
      Integer dimension = dimensions.get(modality);
      if (dimension == null || dimension < 1) {
        throw new IllegalArgumentException(
            "the dimension of %s must be positive: %s".formatted(modality.id(), dimension));
      }
      values.put(modality, new float[count * dimension]);
    }
  }

  /** Number of videos. */
  public int count() {
    return count;
  }

  /** Components of each modality's vectors. */
  public Map<Modality, Integer> dimensions() {
    return new EnumMap<>(dimensions);
  }

  int dimension(Modality modality) {
    return dimensions.getOrDefault(modality, 0);
  }

  /**
   * Sets a video's vector.
   *
   * @throws IllegalArgumentException if it has another length or a component is not finite
   */
  public void put(int video, Modality modality, float[] vector) {
    int d = dimension(modality);
    if (vector.length != d) {
      throw new IllegalArgumentException(
          "the %s vector has %d components, not %d".formatted(modality.id(), vector.length, d));
    }
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        throw new IllegalArgumentException(
            "a component of the %s vector is %s".formatted(modality.id(), component));
      }
    }
    System.arraycopy(vector, 0, of(modality), video * d, d);
    present[video * MODALITIES + modality.index()] = 1;
  }

  /**
   * Sets a video's vector as it is in its record; throws as {@link #put(int, Modality, float[])}.
   */
  public void put(int video, Modality modality, List<Float> vector) {
    float[] components = new float[vector.size()];
    for (int c = 0; c < components.length; c++) {
      components[c] = vector.get(c);
    }
    put(video, modality, components);
  }

  /** Whether a video's vector has been set. */
  public boolean has(int video, Modality modality) {
    return present[video * MODALITIES + modality.index()] > 0;
  }

  /** All vectors of a modality, [n, d]; not to be changed. */
  float[] of(Modality modality) {
    return values.getOrDefault(modality, new float[0]);
  }

  /** The same videos with one modality missing everywhere. */
  public ModalityVectors without(Modality modality) {
    ModalityVectors rest = rows(IntStream.range(0, count).toArray());
    for (int video = 0; video < count; video++) {
      rest.present[video * MODALITIES + modality.index()] = 0;
    }
    return rest;
  }

  /** Some of the videos, in this order. */
  ModalityVectors rows(int[] videos) {
    ModalityVectors some = new ModalityVectors(videos.length, dimensions);
    for (Modality modality : Modality.values()) {
      int d = dimension(modality);
      float[] from = of(modality);
      float[] to = some.of(modality);
      for (int i = 0; i < videos.length; i++) {
        System.arraycopy(from, videos[i] * d, to, i * d, d);
      }
    }
    for (int i = 0; i < videos.length; i++) {
      System.arraycopy(present, videos[i] * MODALITIES, some.present, i * MODALITIES, MODALITIES);
    }
    return some;
  }

  /** As the network takes them. */
  Tensors<HostTensor> tensors() {
    Tensors<HostTensor> tensors = new Tensors<>();
    for (Modality modality : Modality.values()) {
      tensors.put(modality.id(), new HostTensor.Floats(of(modality), count, dimension(modality)));
    }
    return tensors.put(FusionNetwork.PRESENT, new HostTensor.Floats(present, count, MODALITIES));
  }
}
