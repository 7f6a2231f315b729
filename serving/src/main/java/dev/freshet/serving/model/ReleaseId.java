package dev.freshet.serving.model;

import dev.freshet.schemas.feature.ModelRelease;

/**
 * Names one release of the model that serves.
 *
 * @param generation rows and networks of different generations are never mixed
 * @param step training step of the network
 */
public record ReleaseId(String generation, long step) {

  static ReleaseId of(ModelRelease release) {
    return new ReleaseId(release.getGeneration(), release.getStep());
  }
}
