package dev.freshet.serving.model;

import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.Provenance;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads releases of the sequence model into ONNX Runtime. */
@Singleton
final class SrmModelLoader implements ModelLoader {

  private final Catalogue catalogue;
  private final OnnxRuntime runtime;
  private @Nullable Generation last;

  SrmModelLoader(Catalogue catalogue, OnnxRuntime runtime) {
    this.catalogue = catalogue;
    this.runtime = runtime;
  }

  /** What the releases of one generation share that read the same fused vectors. */
  private record Generation(String name, @Nullable String fusion, ScoredVideos videos) {

    boolean isOf(ModelRelease release) {
      return name.equals(release.getGeneration()) && Objects.equals(fusion, release.getFusion());
    }
  }

  @Override
  public PageModel load(ModelRelease release, EmbeddingRows rows, EmbeddingRows fusedHalves) {
    return new SrmPageModel(new SrmScorer(release, videos(release, rows, fusedHalves), runtime));
  }

  private synchronized ScoredVideos videos(
      ModelRelease release, EmbeddingRows rows, EmbeddingRows fusedHalves) {
    Generation known = last;
    if (known == null || !known.isOf(release)) {
      known =
          new Generation(
              release.getGeneration(),
              release.getFusion(),
              new ScoredVideos(rows, fusedHalves, catalogue));
      last = known;
    }
    return known.videos;
  }

  /** The sequence model's scorer, which can retrieve too. */
  private record SrmPageModel(SrmScorer scorer) implements PageModel {

    @Override
    public Provenance provenance() {
      return scorer.provenance();
    }

    @Override
    public float[] score(ScoringContext context, List<VideoId> candidates) {
      return scorer.score(context, candidates);
    }

    @Override
    public List<Head> heads() {
      return List.of(new Head(LONG_VIEW, 1), new Head(LIKE, scorer.likeWeight()));
    }

    @Override
    public float[] predict(ScoringContext context, List<VideoId> candidates) {
      return scorer.probabilities(context, candidates);
    }

    @Override
    public float[] userVector(ScoringContext context) {
      return scorer.userVector(context);
    }

    @Override
    public float[] videoVector(VideoId video) {
      return scorer.videoVector(video);
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
