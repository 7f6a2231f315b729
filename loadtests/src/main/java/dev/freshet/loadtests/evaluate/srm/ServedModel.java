package dev.freshet.loadtests.evaluate.srm;

import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserState;
import java.time.Instant;
import java.util.ArrayList;
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
    Map<String, float[]> rows = ProgressiveRun.rows(trainer);
    ModelRelease release = trainer.release(Map.of(), Instant.EPOCH);
    List<TrainingExample> users = log.batches().getLast();
    List<VideoId> videos =
        log.videos().keySet().stream().sorted().limit(CANDIDATES).map(VideoId::new).toList();
    List<ScoringContext> contexts = new ArrayList<>();
    for (TrainingExample user : users) {
      UserState state =
          UserState.newBuilder()
              .setUser(user.getUser())
              .setVersion(1)
              .setAsOf(user.getShownAt())
              .setPositives(user.getPositives())
              .setSkips(user.getSkips())
              .setCounters(user.getCounters())
              .build();
      contexts.add(
          new ScoringContext(
              new UserId(user.getUser()), state, user.getSurface(), "", user.getShownAt()));
    }
    double[] micros = new double[CALLS];
    try (SrmScorer scorer =
        new SrmScorer(release, new ScoredVideos(ProgressiveRun.lookUp(rows), log.videos()::get))) {
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
        rows.values().stream().mapToLong(row -> (long) row.length * Float.BYTES).sum(),
        micros[CALLS / 2],
        micros[CALLS * 99 / 100]);
  }
}
