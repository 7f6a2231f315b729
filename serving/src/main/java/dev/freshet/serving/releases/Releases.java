package dev.freshet.serving.releases;

import dev.freshet.serving.model.KeptRelease;
import dev.freshet.serving.model.ReleaseId;
import dev.freshet.serving.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What asking for releases, or for another one to serve, can come to. */
sealed interface Releases {

  /**
   * The releases that can be served.
   *
   * @param kept newest first
   * @param active the one that serves right now
   * @param pinned the one that is to be served whatever comes
   */
  record Listed(
      String model, List<KeptRelease> kept, Optional<ReleaseId> active, Optional<ReleaseId> pinned)
      implements Releases {
    public Listed {
      kept = List.copyOf(kept);
    }
  }

  /** This node serves no model of that name. */
  record UnknownModel(String model) implements Releases {}

  /** The release is not kept, or never was. */
  record UnknownRelease(ReleaseId release) implements Releases {}

  /** The body breaks a rule. */
  record Unclear(Problem problem) implements Releases {}
}
