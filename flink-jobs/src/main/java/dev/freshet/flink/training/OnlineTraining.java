package dev.freshet.flink.training;

import dev.freshet.flink.catalogue.EventTimeCatalogue;
import dev.freshet.flink.catalogue.FusedVectors;
import dev.freshet.flink.catalogue.KnownVideos;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;

/**
 * Scores every example, then learns from it, with all models on the same micro-batches.
 *
 * <p>A micro-batch is an event-time window, closed by the watermark of both inputs, sorted by
 * (labelledAt, exampleId) and cut into chunks. So what is learned is a function of the set of
 * examples and of the catalogue's changes, whatever way they came; but fused vectors, where they
 * are read, count as they arrive. The erasure of a user counts from the start of its window: the
 * models forget the user, and what the user was shown before is not learned from any more.
 *
 * <p>State, under one key: see {@link TrainingState}. The models live in memory; what changed in
 * them is written into the state when a checkpoint is taken. Changed rows are published before each
 * checkpoint, so none is forgotten by a restore. A TTL clears what nothing changes any more; the
 * models themselves expire idle rows earlier.
 *
 * <p>Metrics: {@code learned}, {@code batches}, {@code repeats}, {@code late}, {@code erased},
 * {@code waiting}, {@code refused}, {@code catalogue}, {@code fusedHalves}, {@code learnedUpTo},
 * {@code batchMillis}, and per model {@code auc}, {@code gauc}, {@code logLoss}.
 */
final class OnlineTraining extends AbstractStreamOperator<Upsert<ScoredExample>>
    implements TwoInputStreamOperator<
        Received<TrainingExample>,
        Either<Received<Video>, Received<EmbeddingRow>>,
        Upsert<ScoredExample>> {
  private static final long serialVersionUID = 1L;

  /** The one key of the state. */
  static final String SHARD = "0";

  private final TrainingConfig settings;
  private final TrainerFactory factory;
  private transient TrainingState state;
  private transient SavedTrainers saved;
  private transient List<Trainer> trainers;
  private transient @Nullable ReleasingTrainer releasing;
  private transient MicroBatches batches;
  private transient LearnedIds learnedIds;
  private transient ErasedUsers erasedUsers;
  private transient EventTimeCatalogue catalogue;
  private transient FusedVectors halves;
  private transient KnownVideos videos;
  private transient Scoreboard scoreboard;
  private transient Publisher publisher;
  private transient String generation;
  private transient long learnedUpTo;
  private transient TrainingMetrics counts;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
  OnlineTraining(TrainingConfig config, TrainerFactory factory) {
    this.settings = config;
    this.factory = factory;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = TrainingState.of(context.getKeyedStateStore(), settings.timeToLive());
    setCurrentKey(SHARD);
    TrainingProgress progress = context.isRestored() ? state.progress().value() : null;
    learnedUpTo = progress == null ? 0 : progress.getLearnedUpTo();
    long openFrom = progress == null ? Long.MIN_VALUE : progress.getOpenFrom();
    saved = new SavedTrainers(state.trainers());
    trainers = saved.restore(factory, progress, settings.generation());
    releasing = ReleasingTrainer.among(trainers);
    generation = releasing == null ? settings.generation() : releasing.generation();
    batches = new MicroBatches(settings.window().toMillis(), openFrom);
    learnedIds = new LearnedIds(settings.remembered());
    erasedUsers = new ErasedUsers(settings.timeToLive());
    catalogue = new EventTimeCatalogue(openFrom);
    halves = new FusedVectors();
    videos = new KnownVideos(catalogue, halves);
    scoreboard = new Scoreboard(settings.evaluationWindow(), models());
    publisher = new Publisher(settings, generation, trainers, scoreboard, output);
    if (progress != null) {
      restore();
    }
  }

  private List<String> models() {
    return trainers.stream().map(Trainer::model).toList();
  }

  private void restore() throws Exception {
    batches.restore(state.pending());
    learnedIds.restore(state.learned());
    erasedUsers.restore(state.erased());
    catalogue.restore(state.videos(), state.videoChanges());
    halves.restore(state.fusedHalves());
    scoreboard.restore(state.evaluations());
  }

  @Override
  public void open() throws Exception {
    super.open();
    counts = new TrainingMetrics(metrics);
    metrics.gauge("waiting", (Gauge<Integer>) batches::waiting);
    metrics.gauge("catalogue", (Gauge<Integer>) catalogue::size);
    metrics.gauge("fusedHalves", (Gauge<Integer>) halves::size);
    metrics.gauge("learnedUpTo", (Gauge<Long>) () -> learnedUpTo);
    if (releasing != null) {
      metrics.gauge("refused", (Gauge<Long>) releasing::refused);
    }
    TrainingMetrics.evaluations(metrics, models(), publisher);
    tickAfterInterval();
  }

  @Override
  public void processElement1(StreamRecord<Received<TrainingExample>> element) {
    Received<TrainingExample> record = element.getValue();
    TrainingExample example = record.required();
    if (learnedIds.contains(example.getExampleId())) {
      counts.repeats.inc();
      return;
    }
    MicroBatches.Added added = batches.add(example);
    if (added == MicroBatches.Added.LATE && example.getErasure()) {
      added = batches.add(inTime(example));
    }
    switch (added) {
      case WAITS -> {
        // until its window closes
      }
      case REPEAT -> counts.repeats.inc();
      case LATE -> {
        counts.late.inc();
        output.collect(DeadLetters.TAG, new StreamRecord<>(record.deadLetter("late")));
      }
    }
  }

  /** An erasure must not be lost: one that comes late counts from the next window on. */
  private TrainingExample inTime(TrainingExample erasure) {
    return TrainingExample.newBuilder(erasure)
        .setLabelledAt(Instant.ofEpochMilli(batches.openFrom()))
        .build();
  }

  @Override
  public void processElement2(
      StreamRecord<Either<Received<Video>, Received<EmbeddingRow>>> element) {
    if (element.getValue().isRight()) {
      Received<EmbeddingRow> half = element.getValue().right();
      halves.change(half.keyText(), half.value());
      return;
    }
    Received<Video> record = element.getValue().left();
    Video video = record.value();
    long at = video == null ? record.arrivedAt() : video.getUpdatedAt().toEpochMilli();
    catalogue.change(record.keyText(), at, video);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    learn(mark.getTimestamp());
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      if (releasing != null) {
        releasing.finish();
      }
      publisher.everything(learnedUpTo);
    }
    super.processWatermark(mark);
  }

  private void learn(long watermark) {
    List<TrainingExample> window = batches.close(watermark);
    while (window != null) {
      catalogue.advance(batches.openFrom());
      List<TrainingExample> left = erase(window);
      for (int from = 0; from < left.size(); from += settings.chunk()) {
        learn(left.subList(from, Math.min(left.size(), from + settings.chunk())));
      }
      window = batches.close(watermark);
    }
    catalogue.advance(batches.openFrom());
  }

  /** Forgets the users whose erasure lies in the window; what is left of it to learn from. */
  private List<TrainingExample> erase(List<TrainingExample> window) {
    List<TrainingExample> left = erasedUsers.erase(window);
    int erasures = 0;
    for (TrainingExample erasure : window) {
      if (erasure.getErasure()) {
        trainers.forEach(trainer -> trainer.forget(erasure.getUser()));
        learnedIds.add(erasure.getExampleId());
        erasures++;
      }
    }
    counts.erased.inc(window.size() - left.size() - erasures);
    return left;
  }

  private void learn(List<TrainingExample> batch) {
    long started = System.nanoTime();
    long step = step();
    Map<String, float[]> scores = new LinkedHashMap<>();
    for (Trainer trainer : trainers) {
      scores.put(trainer.model(), trainer.scoreThenLearn(batch, videos));
    }
    for (int i = 0; i < batch.size(); i++) {
      score(batch.get(i), i, scores, step);
    }
    learnedUpTo = batch.getLast().getLabelledAt().toEpochMilli();
    counts.learned(batch.size(), System.nanoTime() - started);
  }

  private void score(TrainingExample example, int index, Map<String, float[]> all, long step) {
    Map<String, Float> scores = new LinkedHashMap<>();
    for (Map.Entry<String, float[]> model : all.entrySet()) {
      float score = model.getValue()[index];
      scores.put(model.getKey(), score);
      scoreboard.add(model.getKey(), example.getUser(), score, example.getLongView());
    }
    learnedIds.add(example.getExampleId());
    ScoredExample scored =
        new ScoredExample(
            example.getExampleId(),
            example.getUser(),
            example.getVideo(),
            example.getSurface(),
            example.getShownAt(),
            example.getLabelledAt(),
            example.getLongView(),
            example.getLiked(),
            step,
            scores);
    output.collect(new StreamRecord<>(new Upsert<>(example.getUser(), scored)));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    publisher.rows();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    setCurrentKey(SHARD);
    saved.save(trainers);
    batches.flush(state.pending());
    learnedIds.flush(state.learned());
    erasedUsers.flush(state.erased(), batches.openFrom());
    catalogue.flush(state.videos(), state.videoChanges());
    halves.flush(state.fusedHalves());
    scoreboard.flush(state.evaluations());
    state
        .progress()
        .update(
            new TrainingProgress(
                generation,
                batches.openFrom(),
                learnedUpTo,
                SavedTrainers.configurations(trainers)));
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    if (trainers != null) {
      trainers.forEach(Trainer::close);
    }
    super.close();
  }

  private void tickAfterInterval() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(now + settings.rowsInterval().toMillis(), this::intervalPassed);
  }

  private void intervalPassed(long scheduled) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    publisher.intervalPassed(now, learnedUpTo);
    tickAfterInterval();
  }

  private long step() {
    return releasing != null ? releasing.step() : counts.batches();
  }
}
