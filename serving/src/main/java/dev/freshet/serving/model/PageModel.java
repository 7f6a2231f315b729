package dev.freshet.serving.model;

import dev.freshet.models.Scorer;
import dev.freshet.models.ScoringContext;
import dev.freshet.schemas.event.VideoId;
import java.util.List;

/** A scorer that can also retrieve: near vectors mean high scores. Thread-safe. */
public interface PageModel extends Scorer {

  /** The long view, which every model predicts. */
  String LONG_VIEW = "long-view";

  /** The like. */
  String LIKE = "like";

  /**
   * An outcome that a model predicts.
   *
   * @param name as in {@code freshet.recommend.weights}
   * @param weight with which the model itself counts it in a score
   */
  record Head(String name, float weight) {}

  /** The outcomes that the model predicts; at least one. */
  default List<Head> heads() {
    return List.of(new Head(LONG_VIEW, 1));
  }

  /** What the model predicts of every candidate, in one call, [n, heads]. */
  default float[] predict(ScoringContext context, List<VideoId> candidates) {
    return score(context, candidates);
  }

  /** What to look for on behalf of the user, [d]. */
  float[] userVector(ScoringContext context);

  /** Where the video lies, [d]; depends on rows and catalogue only, not on the dense network. */
  float[] videoVector(VideoId video);
}
