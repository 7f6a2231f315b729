package dev.freshet.flink.fusion;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfFuser;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows of videos; keeps the network of the last release loaded. Not thread-safe. */
public final class FusedRows implements AutoCloseable {
  private final OnnxRuntime runtime;
  private @Nullable MetaMmfFuser fuser;
  private String generation = "";

  /**
   * @param runtime where networks are to run
   */
  public FusedRows(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * The fused vector of a video's row, of the step of the video's version.
   *
   * @throws IllegalArgumentException if a vector has another length than the network takes
   */
  public EmbeddingRow row(ModelRelease release, Video video) {
    MetaMmfFuser with = fuser(release);
    ModalityVectors vectors = new ModalityVectors(1, with.dimensions());
    for (Modality modality : Modality.values()) {
      List<Float> given = video.getModalities().get(modality.id());
      if (given != null) {
        vectors.put(0, modality, given);
      }
    }
    return new EmbeddingRow(
        release.getGeneration(),
        EmbeddingRows.FUSED,
        video.getVideo(),
        video.getUpdatedAt().toEpochMilli(),
        FloatBytes.of(with.fuse(vectors)));
  }

  private MetaMmfFuser fuser(ModelRelease release) {
    MetaMmfFuser loaded = fuser;
    if (loaded == null || !generation.equals(release.getGeneration())) {
      close();
      loaded = MetaMmfFuser.of(release, runtime);
      fuser = loaded;
      generation = release.getGeneration();
    }
    return loaded;
  }

  @Override
  public void close() {
    if (fuser != null) {
      fuser.close();
      fuser = null;
    }
  }
}
