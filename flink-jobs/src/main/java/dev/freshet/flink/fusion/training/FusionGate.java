package dev.freshet.flink.fusion.training;

import dev.freshet.flink.rounds.Gate;
import dev.freshet.models.eval.Rankings;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfFuser;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.schemas.feature.ModelRelease;

/**
 * NDCG@10 of held-back long views, where every video is ranked by the product of its fused vector
 * with the mean one of what the user watched before. It needs the fusion alone, so it compares
 * fusions of any two rounds.
 */
final class FusionGate implements Gate<FusionExamples> {
  private static final int CUT = 10;

  private final OnnxRuntime runtime;

  FusionGate(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public String metric() {
    return "ndcg10";
  }

  @Override
  public double measure(ModelRelease release, FusionExamples examples) {
    try (MetaMmfFuser fuser = MetaMmfFuser.of(release, runtime)) {
      if (!fuser.dimensions().equals(examples.vectors().dimensions())) {
        return Double.NaN;
      }
      InteractionSplit split = examples.split();
      float[] videos = fuser.fuse(examples.vectors());
      MetaMmfModel.Vectors vectors =
          new MetaMmfModel.Vectors(
              fuser.dimension(), means(videos, fuser.dimension(), split), videos);
      return Rankings.mean(MetaMmfEvaluation.rank(vectors, split, split.test()).ndcg(CUT));
    }
  }

  /** The mean vector of each user's training videos, [users, d]; 0 without any. */
  private static float[] means(float[] videos, int d, InteractionSplit split) {
    float[] means = new float[split.users() * d];
    for (int user = 0; user < split.users(); user++) {
      int[] watched = split.train()[user];
      for (int video : watched) {
        for (int c = 0; c < d; c++) {
          means[user * d + c] += videos[video * d + c] / watched.length;
        }
      }
    }
    return means;
  }
}
