package dev.freshet.experiments.srm;

import dev.freshet.experiments.PublishedRows;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a model costs where it is served.
 *
 * @param networkBytes of the ONNX file
 * @param rowBytes of all embedding rows, at four bytes a component
 * @param p50Micros median time to score {@value #CANDIDATES} candidates for a user, one caller
 * @param p99Micros 99th percentile of the same
 */
record ServedModel(long networkBytes, long rowBytes, double p50Micros, double p99Micros) {

  /** Videos scored in one call. */
  static final int CANDIDATES = 100;

  private static final int WARM_UP = 500;
  private static final int CALLS = 2_000;

  /** Releases the model and measures it on the log's last users. */
  static ServedModel of(ReleasingTrainer trainer, ProgressiveRun.Log log) {
    PublishedRows rows = PublishedRows.of(trainer);
    ModelRelease release = trainer.release(Map.of(), Instant.EPOCH);
    List<VideoId> videos =
        log.videos().keySet().stream().sorted().limit(CANDIDATES).map(VideoId::new).toList();
    List<ScoringContext> contexts =
        log.batches().getLast().stream().map(ScoringContext::of).toList();
    double[] micros = new double[CALLS];
    try (SrmScorer scorer = new SrmScorer(release, new ScoredVideos(rows, log.videos()::get))) {
      for (int call = -WARM_UP; call < CALLS; call++) {
        long before = System.nanoTime();
        scorer.score(contexts.get(Math.floorMod(call, contexts.size())), videos);
        if (call >= 0) {
          micros[call] = (System.nanoTime() - before) / 1e3;
        }
      }
    }
    Arrays.sort(micros);
    return new ServedModel(
        release.getNetwork().remaining(),
        rows.bytes(),
        micros[CALLS / 2],
        micros[CALLS * 99 / 100]);
  }
}
