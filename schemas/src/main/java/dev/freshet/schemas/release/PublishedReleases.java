package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelRelease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which releases of a model keep their artifacts in the topic: the newest and the one before it, as
 * a reader may still be on its way through that. Artifacts that only older ones name are removed.
 */
public final class PublishedReleases {

  /** Releases of a model that keep their artifacts. */
  public static final int KEPT = 2;

  private PublishedReleases() {}

  /**
   * The keys of {@code model-artifacts} to remove once {@code newest} is published.
   *
   * @param before the releases of the model that had their artifacts so far, oldest first
   * @param others releases of other models, which may name the same artifacts
   */
  public static List<String> removable(
      List<ModelRelease> before, ModelRelease newest, Collection<ModelRelease> others) {
    List<ModelRelease> staying = new ArrayList<>(kept(before, newest));
    Set<String> named = new HashSet<>();
    staying.addAll(others);
    staying.forEach(
        release -> release.getArtifacts().values().forEach(each -> named.add(each.getSha256())));
    List<String> keys = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (ModelRelease release : before) {
      for (Artifact artifact : release.getArtifacts().values()) {
        if (!named.contains(artifact.getSha256()) && done.add(artifact.getSha256())) {
          keys.addAll(Artifacts.keys(artifact));
        }
      }
    }
    return keys;
  }

  /** The releases that keep their artifacts once {@code newest} is published, oldest first. */
  public static List<ModelRelease> kept(List<ModelRelease> before, ModelRelease newest) {
    List<ModelRelease> all = new ArrayList<>(before);
    all.add(newest);
    return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }
}
