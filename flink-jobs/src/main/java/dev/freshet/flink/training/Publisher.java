package dev.freshet.flink.training;

import dev.freshet.flink.record.Upsert;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ScoredExample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Sends out what the models have learned: rows, releases and evaluations. */
final class Publisher {
  private static final Evaluation NOTHING_YET =
      new Evaluation(0, Double.NaN, Double.NaN, Double.NaN);

  private final TrainingConfig settings;
  private final String generation;
  private final List<Trainer> trainers;
  private final Scoreboard scoreboard;
  private final Output<StreamRecord<Upsert<ScoredExample>>> output;
  private final @Nullable ReleasingTrainer releasing;
  private final Map<String, Evaluation> evaluations =
      new ConcurrentHashMap<>(); // reporters read it
  private long releasedStep = -1;
  private long releasedAt;
  private long evaluatedAt;

  Publisher(
      TrainingConfig settings,
      String generation,
      List<Trainer> trainers,
      Scoreboard scoreboard,
      Output<StreamRecord<Upsert<ScoredExample>>> output) {
    this.settings = settings;
    this.generation = generation;
    this.trainers = trainers;
    this.scoreboard = scoreboard;
    this.output = output;
    releasing = ReleasingTrainer.among(trainers);
  }

  /**
   * Sends the changed rows, and whatever else is due.
   *
   * @param now processing time in epoch milliseconds
   * @param learnedUpTo event time in epoch milliseconds; 0 before the first example
   */
  void intervalPassed(long now, long learnedUpTo) {
    rows();
    if (releasing != null
        && now - releasedAt >= settings.releaseInterval().toMillis()
        && releasing.step() > releasedStep) {
      release(learnedUpTo);
      releasedAt = now;
    }
    if (now - evaluatedAt >= settings.evaluationInterval().toMillis() && learnedUpTo > 0) {
      evaluations(learnedUpTo);
      evaluatedAt = now;
    }
  }

  /** Sends all there is, at the end of the input. */
  void everything(long learnedUpTo) {
    rows();
    release(learnedUpTo);
    evaluations(learnedUpTo);
  }

  /** Sends the rows that changed since the last time. */
  void rows() {
    if (releasing != null) {
      releasing.drainRows(this::row);
    }
  }

  private void row(ReleasingTrainer.RowUpdate row) {
    EmbeddingRow value =
        row.vector() == null
            ? null
            : new EmbeddingRow(
                generation, row.table(), row.id(), row.step(), FloatBytes.of(row.vector()));
    String key = generation + "/" + row.table() + "/" + row.id();
    emit(Outputs.ROWS, new Upsert<>(key, value));
  }

  private void release(long learnedUpTo) {
    if (releasing == null || learnedUpTo == 0) {
      return;
    }
    rows(); // what the network was learned with goes first
    Evaluation evaluation = evaluate(releasing.model());
    Map<String, Double> travelling = new LinkedHashMap<>();
    travelling.put("auc", evaluation.auc());
    travelling.put("gauc", evaluation.gauc());
    travelling.put("logLoss", evaluation.logLoss());
    var release = releasing.release(travelling, Instant.ofEpochMilli(learnedUpTo));
    emit(Outputs.RELEASES, new Upsert<>(releasing.model(), release));
    releasedStep = releasing.step();
  }

  private void evaluations(long learnedUpTo) {
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

  /** The model's evaluation as it was last sent. Any thread may ask. */
  Evaluation evaluation(String model) {
    return evaluations.getOrDefault(model, NOTHING_YET);
  }

  private <T> void emit(OutputTag<T> tag, T value) {
    output.collect(tag, new StreamRecord<>(value));
  }
}
