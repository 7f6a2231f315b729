package dev.freshet.serving;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.models.Provenance;
import dev.freshet.models.ScoringContext;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.serving.model.ModelLoader;
import dev.freshet.serving.model.PageModel;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Loads models whose score and retrieval vector of a video is its row in the table {@code video},
 * one component; without one, the row {@link #SHARED} of the table {@code tag}, and 0 without
 * either. What they do can be disturbed.
 */
@Primary
@Singleton
@Requires(property = "freshet.kafka.follow", value = "false")
public final class StubModelLoader implements ModelLoader {

  /** Of the row that stands for every video without one of its own. */
  public static final String SHARED = "shared";

  /** Steps in front of the real answer, such as waiting or failing. */
  private volatile Runnable beforeUserVector = () -> {};

  private volatile Runnable beforeScore = () -> {};
  private final List<StubModel> loaded = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  @Override
  public PageModel load(ModelRelease release, EmbeddingRows rows, EmbeddingRows fusedHalves) {
    if (refusing) {
      throw new ModelException("the probe disagrees");
    }
    StubModel model = new StubModel(release, rows);
    loaded.add(model);
    return model;
  }

  public void beforeUserVector(Runnable step) {
    beforeUserVector = step;
  }

  public void beforeScore(Runnable step) {
    beforeScore = step;
  }

  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  public void calm() {
    beforeUserVector = () -> {};
    beforeScore = () -> {};
    refusing = false;
  }

  /** Every model loaded so far, the latest last. */
  public List<StubModel> loaded() {
    return new ArrayList<>(loaded);
  }

  /** A model that says how it is treated. */
  public final class StubModel implements PageModel {
    private final ModelRelease release;
    private final EmbeddingRows rows;
    private volatile boolean closed;

    StubModel(ModelRelease release, EmbeddingRows rows) {
      this.release = release;
      this.rows = rows;
    }

    public boolean closed() {
      return closed;
    }

    public long step() {
      return release.getStep();
    }

    @Override
    public Provenance provenance() {
      return new Provenance(
          release.getModel(), release.getGeneration(), release.getStep(), "test", "{}", 42);
    }

    @Override
    public float[] score(ScoringContext context, List<VideoId> candidates) {
      beforeScore.run();
      float[] scores = new float[candidates.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = videoVector(candidates.get(i))[0];
      }
      return scores;
    }

    @Override
    public float[] userVector(ScoringContext context) {
      beforeUserVector.run();
      return new float[] {1};
    }

    @Override
    public float[] videoVector(VideoId video) {
      float[] row = rows.row("video", video.value());
      float[] shared = row == null ? rows.row("tag", SHARED) : row;
      return shared == null ? new float[] {0} : shared;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
