package dev.freshet.serving.model;

import dev.freshet.models.Scorer;
import dev.freshet.models.ScoringContext;
import dev.freshet.schemas.event.VideoId;

/** A scorer that can also retrieve: near vectors mean high scores. Thread-safe. */
public interface PageModel extends Scorer {

  /** What to look for on behalf of the user, [d]. */
  float[] userVector(ScoringContext context);

  /** Where the video lies, [d]; depends on rows and catalogue only, not on the dense network. */
  float[] videoVector(VideoId video);
}
