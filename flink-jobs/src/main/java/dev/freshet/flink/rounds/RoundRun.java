package dev.freshet.flink.rounds;

import dev.freshet.flink.rounds.RoundOutcome.Judgement;
import dev.freshet.models.EpochTrainer;
import dev.freshet.schemas.feature.ModelRelease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round on its training thread, from its examples to the gate. */
final class RoundRun<E> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundRun.class);

  /** An epoch is not interrupted; a longer one ends with the process. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Native code of training and of ONNX Runtime needs more than a Java thread has by default. */
  private static final long STACK_BYTES = 16L << 20;

  private final Round<E> round;
  private final Start start;
  private final RoundMetrics metrics;
  private final long startedAt = System.nanoTime();
  private final CompletableFuture<RoundOutcome> outcome = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable SavedEpoch saved;
  private volatile boolean cancelled;

  /**
   * How a round starts.
   *
   * @param number of the round, from 1
   * @param handover of the last released round; empty for the first
   * @param from the last saved epoch; null for the first epoch
   * @param forced whether it releases even what does not pass the gate
   */
  @SuppressWarnings("ArrayRecordComponent") // goes straight to the trainer
  record Start(long number, byte[] handover, @Nullable SavedEpoch from, boolean forced) {}

  /**
   * The state of a trainer after an epoch.
   *
   * @param number of the epoch, from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // goes straight into the state
  record SavedEpoch(int number, byte[] state) {}

  private RoundRun(
      Round<E> round,
      FrozenSlices slices,
      Optional<ModelRelease> serving,
      Start start,
      RoundMetrics metrics) {
    this.round = round;
    this.start = start;
    this.metrics = metrics;
    saved = start.from();
    thread =
        new Thread(
            /* group= */ null,
            () -> run(slices, serving),
            "round-" + round.config().model(),
            STACK_BYTES);
    thread.setDaemon(true);
  }

  /**
   * Starts a round.
   *
   * @param slices not used by anybody else
   * @param serving the release to compare with
   */
  static <E> RoundRun<E> start(
      Round<E> round,
      FrozenSlices slices,
      Optional<ModelRelease> serving,
      Start start,
      RoundMetrics metrics) {
    RoundRun<E> run = new RoundRun<>(round, slices, serving, start, metrics);
    metrics.begins(start.number(), run.epochs());
    LOG.atInfo()
        .addKeyValue("model", round.config().model())
        .addKeyValue("round", start.number())
        .addKeyValue("records", slices.count())
        .addKeyValue("epoch", run.epochs())
        .log("a training round begins");
    run.thread.start();
    return run;
  }

  private int epochs() {
    SavedEpoch from = saved;
    return from == null ? 0 : from.number();
  }

  private void run(FrozenSlices slices, Optional<ModelRelease> serving) {
    try {
      outcome.complete(train(slices, serving));
    } catch (RuntimeException e) {
      outcome.complete(new RoundOutcome.Failed(e));
    } catch (Throwable e) { // an error is not the round's: the task ends with it
      outcome.completeExceptionally(e);
    }
  }

  private RoundOutcome train(FrozenSlices slices, Optional<ModelRelease> serving) {
    Optional<E> examples = round.examples(slices);
    slices.clear();
    if (examples.isEmpty()) {
      return new RoundOutcome.NothingToLearn();
    }
    try (EpochTrainer trainer = round.trainer(examples.get(), start.handover())) {
      SavedEpoch from = start.from();
      if (from != null) {
        trainer.restore(from.state());
      }
      while (!trainer.done() && !cancelled) {
        epoch(trainer);
      }
      if (cancelled) {
        return new RoundOutcome.NothingToLearn(); // nobody asks any more
      }
      ModelRelease release =
          trainer.release(
              "%s-%d-%d"
                  .formatted(round.config().model(), slices.upTo().toEpochMilli(), start.number()));
      Judgement judgement = judge(release, serving, examples.get());
      if (!judgement.passed() && !start.forced()) {
        return new RoundOutcome.Refused(judgement);
      }
      return new RoundOutcome.Released(
          ModelRelease.newBuilder(release)
              .setStep(slices.count())
              .setLearnedUpTo(slices.upTo())
              .setMetrics(Map.of(judgement.metric(), judgement.candidate()))
              .build(),
          trainer.handover(),
          judgement);
    }
  }

  private void epoch(EpochTrainer trainer) {
    long before = System.nanoTime();
    double value = trainer.epoch();
    SavedEpoch epoch = new SavedEpoch(epochs() + 1, trainer.save());
    saved = epoch;
    metrics.trained(epoch.number(), value);
    LOG.atInfo()
        .addKeyValue("model", round.config().model())
        .addKeyValue("round", start.number())
        .addKeyValue("epoch", epoch.number())
        .addKeyValue("value", value)
        .addKeyValue("took", Duration.ofNanos(System.nanoTime() - before))
        .log("an epoch was trained");
  }

  private Judgement judge(ModelRelease release, Optional<ModelRelease> serving, E examples) {
    Gate<E> gate = round.gate();
    Judgement judgement =
        Judgement.of(
            gate.metric(),
            gate.measure(release, examples),
            serving.map(known -> gate.measure(known, examples)).orElse(Double.NaN),
            round.config().tolerance());
    metrics.judged(judgement);
    return judgement;
  }

  /** The last epoch, which the next checkpoint saves; null before the first. */
  @Nullable SavedEpoch saved() {
    return saved;
  }

  /** Whether it has ended. */
  boolean isDone() {
    return outcome.isDone();
  }

  /** How it has ended; waits for it. */
  RoundOutcome outcome() {
    RoundOutcome ended = outcome.join();
    metrics.ended(Duration.ofNanos(System.nanoTime() - startedAt));
    return ended;
  }

  /** Ends the thread after the epoch under way. */
  @Override
  public void close() {
    cancelled = true;
    thread.interrupt();
    try {
      if (!thread.join(PATIENCE)) {
        LOG.atWarn()
            .addKeyValue("model", round.config().model())
            .log("the training thread ends after its epoch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
