package dev.freshet.loadtests.faults;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the jobs felt that the disk under their checkpoints was full.
 *
 * @param failed checkpoints that failed meanwhile; null where that could not be read
 * @param problem why it could not be read; null where it could
 */
record FullDiskCheckpoints(@Nullable Long failed, @Nullable String problem) {

  static FullDiskCheckpoints counted(long failed) {
    return new FullDiskCheckpoints(failed, null);
  }

  static FullDiskCheckpoints unread(String problem) {
    return new FullDiskCheckpoints(null, problem);
  }

  /** Whether at least one failed; without that the disk was full for nobody. */
  boolean anyFailed() {
    return failed != null && failed > 0;
  }

  String text() {
    if (failed == null) {
      return "NOT passed: it is not known whether a checkpoint failed: " + problem;
    }
    return failed == 0
        ? "NOT passed: no checkpoint failed while the disk was full"
        : String.format(Locale.ROOT, "%,d checkpoints failed while the disk was full", failed);
  }
}
