package dev.freshet.flink.fusion;

import dev.freshet.flink.Settings;
import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.kafka.MarkingSink;
import dev.freshet.flink.kafka.MarkingSink.Marks;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.media.MediaEncoder;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Turns each video into the fused vector of its row.
 *
 * <pre>
 * videos ─────────► intake ─► by video ────────────────────────┐
 *                     │                                        ├─► video-fusion ─► embedding-rows
 * model-releases ─► intake ─► fusion-releases ─► broadcast ────┘        │
 *                     └─────────────────────────────────────────── dead letters
 * </pre>
 */
public final class FusionJob {

  /** Name of the job. */
  public static final String NAME = "fusion";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, FusionJob::define);

  private FusionJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }

  /**
   * Wires the job to Kafka.
   *
   * @throws IllegalArgumentException with the key, if an encoder cannot be loaded
   */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    FusionConfig config = FusionConfig.from(settings);
    config.encoders().load(OnnxRuntime.cpu()).values().forEach(MediaEncoder::close);
    env.setParallelism(config.parallelism());
    define(
        Videos.reader(config.progress()).source(env, kafka, NAME),
        Releases.reader(config.progress()).source(env, kafka, NAME),
        config,
        MarkingSink.of(Topics.EMBEDDING_ROWS, EmbeddingRow.class, kafka, Marks.END),
        DeadLetters.sink(kafka));
  }

  /** Wires the graph. Sources and sinks come from outside, so a test can pass bounded ones. */
  static void define(
      DataStream<Received<Video>> videos,
      DataStream<Received<ModelRelease>> releases,
      FusionConfig config,
      Sink<Upsert<EmbeddingRow>> rows,
      Sink<DeadLetter> deadLetters) {

    var checkedVideos = Videos.reader(config.progress()).intake(videos);
    var checkedReleases = Releases.reader(config.progress()).intake(releases);

    var fused =
        checkedVideos
            .keyBy(Received::keyText, Types.STRING)
            .connect(
                checkedReleases
                    .filter(Releases::isFusion)
                    .uid("fusion-releases")
                    .name("fusion-releases")
                    .broadcast(VideoFusion.RELEASES))
            .process(new VideoFusion(config), SerializedBy.upsert(EmbeddingRow.class))
            .uid("video-fusion")
            .name("video-fusion");

    fused.sinkTo(rows).uid("embedding-rows").name("embedding-rows");
    fused
        .getSideOutput(DeadLetters.TAG)
        .union(
            checkedVideos.getSideOutput(DeadLetters.TAG),
            checkedReleases.getSideOutput(DeadLetters.TAG))
        .sinkTo(deadLetters)
        .uid("dead-letters")
        .name("dead-letters");
  }
}
