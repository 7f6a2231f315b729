package dev.freshet.flink.training;

import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.Received;
import dev.freshet.flink.kafka.Upsert;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Scores every example, then learns from it, with all models on the same micro-batches.
 *
 * <p>A micro-batch is an event-time window, closed by the watermark of both inputs, sorted by
 * (labelledAt, exampleId) and cut into chunks. So what is learned is a function of the set of
 * examples and of the catalogue's changes, whatever way they came.
 *
 * <p>State, under one key: see {@link TrainingState}. The models live in memory; what changed in
 * them is written into the state when a checkpoint is taken. Changed rows are published before each
 * checkpoint, so none is forgotten by a restore. A TTL clears what nothing changes any more; the
 * models themselves expire idle rows earlier.
 *
 * <p>Metrics: {@code learned}, {@code batches}, {@code repeats}, {@code late}, {@code waiting},
 * {@code refused}, {@code catalogue}, {@code learnedUpTo}, {@code batchMillis}, and per model
 * {@code auc}, {@code gauc}, {@code logLoss}.
 */
final class OnlineTraining extends AbstractStreamOperator<Upsert<ScoredExample>>
    implements TwoInputStreamOperator<
        Received<TrainingExample>, Received<Video>, Upsert<ScoredExample>> {
  private static final long serialVersionUID = 1L;
  private static final int SAMPLES = 1_000;

  /** The one key of the state. */
  static final String SHARD = "0";

  private final TrainingConfig how;
  private final TrainerFactory factory;
  private transient TrainingState state;
  private transient SavedTrainers saved;
  private transient List<Trainer> trainers;
  private transient @Nullable ReleasingTrainer releasing;
  private transient MicroBatches batches;
  private transient LearnedIds learnedIds;
  private transient EventTimeCatalogue catalogue;
  private transient Scoreboard scoreboard;
  private transient Map<String, Evaluation> evaluations;
  private transient String generation;
  private transient long learnedUpTo;
  private transient long releasedStep;
  private transient long releasedAt;
  private transient long evaluatedAt;
  private transient Counter learned;
  private transient Counter steps;
  private transient Counter repeats;
  private transient Counter late;
  private transient Histogram batchMillis;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
  OnlineTraining(TrainingConfig config, TrainerFactory factory) {
    this.how = config;
    this.factory = factory;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = TrainingState.of(context.getKeyedStateStore(), how.timeToLive());
    setCurrentKey(SHARD);
    TrainingProgress progress = context.isRestored() ? state.progress().value() : null;
    learnedUpTo = progress == null ? 0 : progress.getLearnedUpTo();
    long openFrom = progress == null ? Long.MIN_VALUE : progress.getOpenFrom();
    saved = new SavedTrainers(state.trainers());
    trainers = saved.restore(factory, progress, how.generation());
    releasing =
        trainers.stream()
            .filter(ReleasingTrainer.class::isInstance)
            .map(ReleasingTrainer.class::cast)
            .findFirst()
            .orElse(null);
    generation = releasing == null ? how.generation() : releasing.generation();
    batches = new MicroBatches(how.window().toMillis(), openFrom);
    learnedIds = new LearnedIds(how.remembered());
    catalogue = new EventTimeCatalogue(openFrom);
    scoreboard =
        new Scoreboard(how.evaluationWindow(), trainers.stream().map(Trainer::model).toList());
    evaluations = new ConcurrentHashMap<>(); // metric reporters read it too
    releasedStep = -1;
    if (progress != null) {
      restore();
    }
  }

  private void restore() throws Exception {
    batches.restore(state.pending());
    learnedIds.restore(state.learned());
    catalogue.restore(state.videos(), state.videoChanges());
    scoreboard.restore(state.evaluations());
  }

  @Override
  public void open() throws Exception {
    super.open();
    learned = metrics.counter("learned");
    steps = metrics.counter("batches");
    repeats = metrics.counter("repeats");
    late = metrics.counter("late");
    batchMillis = metrics.histogram("batchMillis", new DescriptiveStatisticsHistogram(SAMPLES));
    metrics.gauge("waiting", (Gauge<Integer>) batches::waiting);
    metrics.gauge("catalogue", (Gauge<Integer>) catalogue::size);
    metrics.gauge("learnedUpTo", (Gauge<Long>) () -> learnedUpTo);
    if (releasing != null) {
      metrics.gauge("refused", (Gauge<Long>) releasing::refused);
    }
    for (Trainer trainer : trainers) {
      String model = trainer.model();
      var group = metrics.addGroup("model", model);
      group.gauge("auc", (Gauge<Double>) () -> evaluated(model).auc());
      group.gauge("gauc", (Gauge<Double>) () -> evaluated(model).gauc());
      group.gauge("logLoss", (Gauge<Double>) () -> evaluated(model).logLoss());
    }
    tickAfterInterval();
  }

  @Override
  public void processElement1(StreamRecord<Received<TrainingExample>> element) {
    Received<TrainingExample> record = element.getValue();
    TrainingExample example = record.required();
    if (learnedIds.contains(example.getExampleId())) {
      repeats.inc();
      return;
    }
    switch (batches.add(example)) {
      case WAITS -> {
        // until its window closes
      }
      case REPEAT -> repeats.inc();
      case LATE -> {
        late.inc();
        output.collect(DeadLetters.TAG, new StreamRecord<>(record.deadLetter("late")));
      }
    }
  }

  @Override
  public void processElement2(StreamRecord<Received<Video>> element) {
    Received<Video> record = element.getValue();
    Video video = record.value();
    long at = video == null ? record.arrivedAt() : video.getUpdatedAt().toEpochMilli();
    catalogue.change(record.keyText(), at, video);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    learn(mark.getTimestamp());
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      publishRows();
      publishRelease();
      publishEvaluations();
    }
    super.processWatermark(mark);
  }

  private void learn(long watermark) {
    List<TrainingExample> window = batches.close(watermark);
    while (window != null) {
      catalogue.advance(batches.openFrom());
      for (int from = 0; from < window.size(); from += how.chunk()) {
        learn(window.subList(from, Math.min(window.size(), from + how.chunk())));
      }
      window = batches.close(watermark);
    }
    catalogue.advance(batches.openFrom());
  }

  private void learn(List<TrainingExample> batch) {
    long started = System.nanoTime();
    long step = step();
    Map<String, float[]> scores = new LinkedHashMap<>();
    for (Trainer trainer : trainers) {
      scores.put(trainer.model(), trainer.scoreThenLearn(batch, catalogue));
    }
    for (int i = 0; i < batch.size(); i++) {
      score(batch.get(i), i, scores, step);
    }
    learnedUpTo = batch.getLast().getLabelledAt().toEpochMilli();
    learned.inc(batch.size());
    steps.inc();
    batchMillis.update((System.nanoTime() - started) / 1_000_000);
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
    publishRows();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    setCurrentKey(SHARD);
    saved.save(trainers);
    batches.flush(state.pending());
    learnedIds.flush(state.learned());
    catalogue.flush(state.videos(), state.videoChanges());
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
            .registerTimer(now + how.rowsInterval().toMillis(), this::intervalPassed);
  }

  private void intervalPassed(long scheduled) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    publishRows();
    if (now - releasedAt >= how.releaseInterval().toMillis() && step() > releasedStep) {
      publishRelease();
      releasedAt = now;
    }
    if (now - evaluatedAt >= how.evaluationInterval().toMillis() && learnedUpTo > 0) {
      publishEvaluations();
      evaluatedAt = now;
    }
    tickAfterInterval();
  }

  private void publishRows() {
    if (releasing != null) {
      releasing.drainRows(this::publishRow);
    }
  }

  private void publishRow(ReleasingTrainer.RowUpdate row) {
    EmbeddingRow value =
        row.vector() == null
            ? null
            : new EmbeddingRow(
                generation, row.table(), row.id(), row.step(), FloatBytes.of(row.vector()));
    String key = generation + "/" + row.table() + "/" + row.id();
    emit(Outputs.ROWS, new Upsert<>(key, value));
  }

  private void publishRelease() {
    if (releasing == null || learnedUpTo == 0) {
      return;
    }
    publishRows(); // what the network was learned with goes first
    Evaluation evaluation = evaluate(releasing.model());
    Map<String, Double> travelling = new LinkedHashMap<>();
    travelling.put("auc", evaluation.auc());
    travelling.put("gauc", evaluation.gauc());
    travelling.put("logLoss", evaluation.logLoss());
    var release = releasing.release(travelling, Instant.ofEpochMilli(learnedUpTo));
    emit(Outputs.RELEASES, new Upsert<>(releasing.model(), release));
    releasedStep = step();
  }

  private void publishEvaluations() {
    for (Trainer trainer : trainers) {
      Evaluation evaluation = evaluate(trainer.model());
      ModelEvaluation value =
          new ModelEvaluation(
              trainer.model(),
              trainer.step(),
              Instant.ofEpochMilli(learnedUpTo),
              scoreboard.added(),
              evaluation.auc(),
              evaluation.gauc(),
              evaluation.logLoss(),
              trainer instanceof ReleasingTrainer releases ? releases.rows() : 0L);
      emit(Outputs.EVALUATIONS, new Upsert<>(trainer.model(), value));
    }
  }

  private Evaluation evaluate(String model) {
    Evaluation evaluation = scoreboard.evaluation(model);
    evaluations.put(model, evaluation);
    return evaluation;
  }

  private Evaluation evaluated(String model) {
    return evaluations.getOrDefault(model, NOTHING_YET);
  }

  private <T> void emit(OutputTag<T> tag, T value) {
    output.collect(tag, new StreamRecord<>(value));
  }

  private long step() {
    return releasing != null ? releasing.step() : steps.getCount();
  }

  private static final Evaluation NOTHING_YET =
      new Evaluation(0, Double.NaN, Double.NaN, Double.NaN);
}
