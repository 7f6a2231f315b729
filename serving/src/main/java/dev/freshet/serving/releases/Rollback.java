package dev.freshet.serving.releases;

import dev.freshet.serving.model.ReleaseId;

/** What an operator wants to be served. */
sealed interface Rollback {

  /** This release, whatever comes. */
  record To(ReleaseId release) implements Rollback {}

  /** The latest release again. */
  record ToLatest() implements Rollback {}
}
