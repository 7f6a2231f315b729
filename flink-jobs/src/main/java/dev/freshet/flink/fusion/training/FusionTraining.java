package dev.freshet.flink.fusion.training;

import static java.util.Objects.requireNonNullElse;

import dev.freshet.flink.fusion.ContentVectors;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.models.eval.Rankings;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers long views and the newest record of each video, and learns a fusion from them when enough
 * have come. While it learns, records wait; nothing else depends on this task.
 *
 * <p>State, under one key: the latest long views, how many there were, at how many the next fusion
 * is due, the weights of the last one, and the videos. What nothing changes any more is cleared by
 * a TTL.
 *
 * <p>Metrics: {@code positives}, {@code releases}, {@code trainingMillis}, {@code encoded}, {@code
 * unreadable}, {@code executionFallback}.
 */
final class FusionTraining
    extends KeyedCoProcessFunction<
        String, Received<TrainingExample>, Received<Video>, Upsert<ModelRelease>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FusionTraining.class);
  private static final int CUT = 10;

  /** The one key of the state. */
  static final String SHARD = "0";

  private final FusionTrainingConfig config;
  private transient MapState<Long, String> positives; // by number, in a ring
  private transient MapState<String, Video> videos;
  private transient ValueState<Long> count;
  private transient ValueState<Long> due;
  private transient ValueState<float[]> last;
  private transient ContentVectors content;
  private transient Counter counted;
  private transient Counter releases;
  private transient long trainingMillis;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  FusionTraining(FusionTrainingConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    positives = map("positives", Types.LONG, Types.STRING);
    videos = map("videos", Types.STRING, SerializedBy.avro(Video.class));
    count = value("count", Types.LONG);
    due = value("due", Types.LONG);
    last = value("last", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO);
    var metrics = getRuntimeContext().getMetricGroup();
    content =
        new ContentVectors(
            config.fusion(),
            config.fusion().runtime(metrics),
            metrics.counter("encoded"),
            metrics.counter("unreadable"));
    counted = metrics.counter("positives");
    releases = metrics.counter("releases");
    metrics.gauge("trainingMillis", (Gauge<Long>) () -> trainingMillis);
  }

  private <K, V> MapState<K, V> map(String name, TypeInformation<K> keys, TypeInformation<V> type) {
    var descriptor = new MapStateDescriptor<>(name, keys, type);
    descriptor.enableTimeToLive(TimeToLive.of(config.timeToLive()));
    return getRuntimeContext().getMapState(descriptor);
  }

  private <V> ValueState<V> value(String name, TypeInformation<V> type) {
    var descriptor = new ValueStateDescriptor<>(name, type);
    descriptor.enableTimeToLive(TimeToLive.of(config.timeToLive()));
    return getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(
      Received<TrainingExample> record, Context context, Collector<Upsert<ModelRelease>> out)
      throws Exception {
    TrainingExample example = record.required();
    if (example.getErasure()) {
      forget(example.getUser());
      return;
    }
    if (!example.getLongView()) {
      return;
    }
    long number = requireNonNullElse(count.value(), 0L);
    positives.put(
        number % config.remembered(), new LongView(example.getUser(), example.getVideo()).text());
    count.update(number + 1);
    counted.inc();
    if (number + 1 >= requireNonNullElse(due.value(), (long) config.first())) {
      due.update(config.dueAfter(number + 1));
      learn(number + 1, example.getLabelledAt(), out);
    }
  }

  /** What an erased user watched is not learned from any more. */
  private void forget(String user) throws Exception {
    List<Long> theirs = new ArrayList<>();
    for (Map.Entry<Long, String> positive : positives.entries()) {
      if (LongView.of(positive.getValue()).user().equals(user)) {
        theirs.add(positive.getKey());
      }
    }
    for (long number : theirs) {
      positives.remove(number);
    }
  }

  @Override
  public void processElement2(
      Received<Video> record, Context context, Collector<Upsert<ModelRelease>> out)
      throws Exception {
    Video video = record.value();
    if (video == null) {
      videos.remove(record.keyText());
      return;
    }
    Video known = videos.get(video.getVideo());
    if (known == null || !known.getUpdatedAt().isAfter(video.getUpdatedAt())) {
      videos.put(video.getVideo(), video);
    }
  }

  private void learn(long views, Instant upTo, Collector<Upsert<ModelRelease>> out)
      throws Exception {
    long started = System.nanoTime();
    LikedVideos liked = LikedVideos.of(inOrder(views), videos::get);
    if (!liked.canBeLearnedFrom()) {
      LOG.atWarn()
          .addKeyValue("longViews", views)
          .log("no fusion can be learned: hardly any video that was watched is in the catalogue");
      return;
    }
    ModalityVectors vectors = VideoVectors.of(content.with(liked.videos()));
    InteractionSplit split = InteractionSplit.latest(vectors.count(), liked.byUser());
    try (MetaMmfModel model = new MetaMmfModel(config.model(), vectors, split, last.value())) {
      MetaMmfEvaluation.Outcome outcome =
          MetaMmfEvaluation.train(model, split, (epoch, ndcg) -> {});
      last.update(model.fusionWeights());
      double ndcg =
          Rankings.mean(MetaMmfEvaluation.rank(outcome.vectors(), split, split.test()).ndcg(CUT));
      String generation = MetaMmfRelease.MODEL + "-" + upTo.toEpochMilli() + "-" + views;
      ModelRelease release =
          ModelRelease.newBuilder(
                  MetaMmfRelease.of(model, generation, vectors, "training-examples"))
              .setStep(views)
              .setLearnedUpTo(upTo)
              .setMetrics(Map.of("ndcg10", ndcg))
              .build();
      out.collect(new Upsert<>(MetaMmfRelease.MODEL, release));
      releases.inc();
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      trainingMillis = took.toMillis();
      LOG.atInfo()
          .addKeyValue("generation", generation)
          .addKeyValue("videos", vectors.count())
          .addKeyValue("epochs", outcome.curve().size())
          .addKeyValue("ndcg10", ndcg)
          .addKeyValue("took", took)
          .log("a fusion was learned");
    }
  }

  /** The remembered long views, the oldest first; number {@code views} would be the next one. */
  private List<String> inOrder(long views) throws Exception {
    SortedMap<Long, String> byAge = new TreeMap<>();
    for (Map.Entry<Long, String> positive : positives.entries()) {
      byAge.put(
          Math.floorMod(positive.getKey() - views, (long) config.remembered()),
          positive.getValue());
    }
    return List.copyOf(byAge.values());
  }

  @Override
  public void close() {
    if (content != null) {
      content.close();
    }
  }
}
