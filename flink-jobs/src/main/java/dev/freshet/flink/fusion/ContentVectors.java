package dev.freshet.flink.fusion;

import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Video;
import java.util.List;
import org.apache.flink.metrics.Counter;

/**
 * Completes videos with the vectors that the configured encoders make of their text and files,
 * whatever any fusion takes: what a fusion is learned from.
 */
public final class ContentVectors implements AutoCloseable {
  private final boolean encodesText;
  private final Texts texts;
  private final MediaVectors media;

  /**
   * @param config of the job that will run what is learned
   * @param runtime where the encoders are to run
   * @param encoded counts files that vectors were made of
   * @param unreadable counts files that could not be read or encoded
   */
  public ContentVectors(
      FusionConfig config, OnnxRuntime runtime, Counter encoded, Counter unreadable) {
    texts = new Texts(runtime);
    encodesText = config.encodesText();
    media = new MediaVectors(config.encoders(), runtime, encoded, unreadable);
  }

  /** The videos in their order; a vector that a video was given is left as it is. */
  public List<Video> with(List<Video> videos) {
    List<Video> complete = videos.stream().map(media::with).toList();
    return encodesText ? texts.with(complete) : complete;
  }

  @Override
  public void close() {
    texts.close();
    media.close();
  }
}
