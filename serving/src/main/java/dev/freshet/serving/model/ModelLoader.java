package dev.freshet.serving.model;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.schemas.feature.ModelRelease;

/** Makes a release ready to serve. */
@FunctionalInterface
public interface ModelLoader {

  /**
   * Loads the network and runs its probe.
   *
   * @param rows of the release's generation
   * @param fusedHalves of the generation that the release's {@code fusion} names; none without
   * @throws ModelException if it cannot be loaded, or the probe disagrees
   */
  PageModel load(ModelRelease release, EmbeddingRows rows, EmbeddingRows fusedHalves);
}
