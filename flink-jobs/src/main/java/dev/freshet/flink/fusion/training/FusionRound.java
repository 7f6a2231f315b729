package dev.freshet.flink.fusion.training;

import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.examples.Examples;
import dev.freshet.flink.fusion.ContentVectors;
import dev.freshet.flink.rounds.FrozenSlices;
import dev.freshet.flink.rounds.Gate;
import dev.freshet.flink.rounds.Round;
import dev.freshet.flink.rounds.RoundConfig;
import dev.freshet.flink.rounds.Slice;
import dev.freshet.models.EpochTrainer;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfTrainer;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns from long views how the modalities of a video become one vector. A round continues from
 * the last fusion, so that what is learned from more of the same stays close to what it was.
 *
 * <p>Counters: {@code encoded}, {@code unreadable}.
 */
record FusionRound(FusionTrainingConfig settings) implements Round<FusionExamples> {

  @Override
  public RoundConfig config() {
    return settings.round();
  }

  @Override
  public List<Slice<?>> slices() {
    return List.of(longViews(), videos());
  }

  private Slice<TrainingExample> longViews() {
    return Examples.latest(settings.remembered(), FusionRound::longView);
  }

  /** Who watched what; the rest of the example is not needed. */
  private static @Nullable TrainingExample longView(TrainingExample example) {
    return example.getLongView()
        ? TrainingExample.newBuilder(example).setPositives(List.of()).setSkips(List.of()).build()
        : null;
  }

  private static Slice<Video> videos() {
    return Videos.newest(video -> video);
  }

  @Override
  public Optional<FusionExamples> examples(FrozenSlices slices) {
    LikedVideos liked = LikedVideos.of(slices.of(longViews()), slices.of(videos()));
    if (!liked.canBeLearnedFrom()) {
      return Optional.empty();
    }
    try (ContentVectors content =
        new ContentVectors(
            settings.fusion(),
            runtime(),
            slices.counter("encoded"),
            slices.counter("unreadable"))) {
      ModalityVectors vectors = VideoVectors.of(content.with(liked.videos()));
      return Optional.of(
          new FusionExamples(vectors, InteractionSplit.latest(vectors.count(), liked.byUser())));
    }
  }

  @Override
  public EpochTrainer trainer(FusionExamples examples, byte[] handover) {
    return new MetaMmfTrainer(settings.model(), examples.vectors(), examples.split(), handover);
  }

  @Override
  public Gate<FusionExamples> gate() {
    return new FusionGate(runtime());
  }

  private OnnxRuntime runtime() {
    return new OnnxRuntime(settings.fusion().execution());
  }
}
