package dev.freshet.flink.fusion;

import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelRelease;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.IOUtils;

/**
 * Writes the fused vector of each video's row, under the generation of the release that fused it; a
 * new release fuses all videos again. Rows of the generation before the last are removed then, so
 * that a reader still on the last one finds its rows.
 *
 * <p>State per video: its newest record, with the vectors that were made of its text and files,
 * until it is removed or idle for the time to live. Broadcast state: the current and the last
 * release.
 *
 * <p>Metrics: {@code fused}, {@code refused}, {@code encoded}, {@code unreadable}, {@code
 * executionFallback}.
 */
final class VideoFusion
    extends KeyedBroadcastProcessFunction<
        String, Received<Video>, Received<ModelRelease>, Upsert<EmbeddingRow>> {
  private static final long serialVersionUID = 1L;

  /** The releases by their place. */
  static final MapStateDescriptor<String, ModelRelease> RELEASES =
      new MapStateDescriptor<>("releases", Types.STRING, SerializedBy.avro(ModelRelease.class));

  private static final String CURRENT = "current";
  private static final String LAST = "last";

  private final FusionConfig config;
  private transient ValueStateDescriptor<Video> descriptor;
  private transient ValueState<Video> newest;
  private transient FusedRows rows;
  private transient Texts texts;
  private transient MediaVectors media;
  private transient Counter fused;
  private transient Counter refused;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  VideoFusion(FusionConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    descriptor = new ValueStateDescriptor<>("video", SerializedBy.avro(Video.class));
    descriptor.enableTimeToLive(TimeToLive.of(config.timeToLive()));
    newest = getRuntimeContext().getState(descriptor);
    var metrics = getRuntimeContext().getMetricGroup();
    OnnxRuntime runtime = config.runtime(metrics);
    rows = new FusedRows(runtime);
    texts = new Texts(runtime);
    fused = metrics.counter("fused");
    refused = metrics.counter("refused");
    media =
        new MediaVectors(
            config.encoders(), runtime, metrics.counter("encoded"), metrics.counter("unreadable"));
  }

  @Override
  public void processElement(
      Received<Video> record, ReadOnlyContext context, Collector<Upsert<EmbeddingRow>> out)
      throws Exception {
    ReadOnlyBroadcastState<String, ModelRelease> releases = context.getBroadcastState(RELEASES);
    ModelRelease current = releases.get(CURRENT);
    Video video = record.value();
    if (video == null) {
      newest.clear();
      for (String place : List.of(LAST, CURRENT)) {
        ModelRelease release = releases.get(place);
        if (release != null) {
          out.collect(new Upsert<>(key(release, record.keyText()), null));
        }
      }
      return;
    }
    Video known = newest.value();
    if (known != null && known.getUpdatedAt().isAfter(video.getUpdatedAt())) {
      return;
    }
    if (current == null) {
      newest.update(video);
      return;
    }
    try {
      Video complete = encode(current, video);
      EmbeddingRow row = rows.row(current, fill(current, complete));
      newest.update(complete);
      out.collect(new Upsert<>(key(current, video.getVideo()), row, record.trace()));
      fused.inc();
    } catch (IllegalArgumentException | ModelException e) {
      refused.inc();
      context.output(DeadLetters.TAG, record.deadLetter("modalities: " + e.getMessage()));
    }
  }

  @Override
  public void processBroadcastElement(
      Received<ModelRelease> record, Context context, Collector<Upsert<EmbeddingRow>> out)
      throws Exception {
    ModelRelease release = record.required();
    var releases = context.getBroadcastState(RELEASES);
    ModelRelease current = releases.get(CURRENT);
    ModelRelease last = releases.get(LAST);
    if (current != null && current.getGeneration().equals(release.getGeneration())) {
      if (!current.equals(release)) {
        refused.inc();
        context.output(
            DeadLetters.TAG,
            record.deadLetter(
                "generation %s has another network already: a fusion needs a generation of its own"
                    .formatted(release.getGeneration())));
      }
      return;
    }
    context.applyToKeyedState(
        descriptor,
        (key, state) -> {
          Video known = state.value();
          if (known == null) {
            return;
          }
          Video video = encode(release, known);
          if (!video.equals(known)) {
            state.update(video);
          }
          try {
            out.collect(new Upsert<>(key(release, key), rows.row(release, fill(release, video))));
            fused.inc();
          } catch (IllegalArgumentException | ModelException e) {
            refused.inc(); // its record was fit for the network before; its owner sends a new one
          }
          if (last != null && !last.getGeneration().equals(release.getGeneration())) {
            out.collect(new Upsert<>(key(last, key), null));
          }
        });
    if (current != null) {
      releases.put(LAST, current);
    }
    releases.put(CURRENT, release);
  }

  private static String key(ModelRelease release, String video) {
    return release.getGeneration() + "/" + EmbeddingRows.FUSED + "/" + video;
  }

  /** With vectors made of its text and files, where the network takes such ones. */
  private Video encode(ModelRelease release, Video video) {
    return media.encode(release, config.encodesText() ? texts.encode(release, video) : video);
  }

  /** With those in the places of what it lacks. */
  private Video fill(ModelRelease release, Video video) {
    return media.fill(release, config.encodesText() ? texts.fill(release, video) : video);
  }

  @Override
  public void close() {
    // as far as opening came
    for (AutoCloseable opened : new AutoCloseable[] {media, texts, rows}) {
      IOUtils.closeQuietly(opened);
    }
  }
}
