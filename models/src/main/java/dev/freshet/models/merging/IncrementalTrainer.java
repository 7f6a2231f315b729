package dev.freshet.models.merging;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Learns on and on, keeps its network of every so long as the full checkpoint, and publishes that
 * one merged with the current network: after a shift of the traffic what was learned before it is
 * not given up at once.
 *
 * <pre>
 *             ┌─► rows, as they are now ────────────────► published
 * batch ─► trainer ─► current network ───────────┐
 *             └─ every so long ─► full checkpoint ─┴─ CKI ─► release
 * </pre>
 *
 * <p>What is learned is what the trainer alone would learn: a merge is published and not gone on
 * from. The first full checkpoint comes with the first batch that is labelled after the end of a
 * period; until then the network is published as it is.
 */
public final class IncrementalTrainer implements ReleasingTrainer {

  private static final String OWN = "incremental/";
  private static final String PROGRESS = OWN + "progress";
  private static final String FULL = OWN + "full";
  private static final String COMPATIBILITY = OWN + "compatibility";
  private static final long NONE = Long.MIN_VALUE;

  private final SrmTrainer trainer;
  private final IncrementalConfig config;

  /** Number of the period that the latest batch is in. */
  private long period = NONE;

  private @Nullable List<Parameter> full;

  /** {@code A} in its order; null before its first step since the full checkpoint. */
  private float @Nullable [] compatibility;

  private boolean unsaved;

  /**
   * Goes on with a trainer, and closes it.
   *
   * @param trainer learned with and released by nobody else
   */
  public IncrementalTrainer(SrmTrainer trainer, IncrementalConfig config) {
    this.trainer = trainer;
    this.config = config;
  }

  @Override
  public String model() {
    return trainer.model();
  }

  @Override
  public String generation() {
    return trainer.generation();
  }

  @Override
  public String configuration() {
    return trainer.configuration() + " " + config.text();
  }

  @Override
  public long step() {
    return trainer.step();
  }

  @Override
  public long refused() {
    return trainer.refused();
  }

  @Override
  public long rows() {
    return trainer.rows();
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    keepFull(batch.getLast().getLabelledAt());
    CkiModel before =
        full != null && trainer.step() % config.assessEvery() == 0 ? model(full) : null;
    float[] scores = trainer.scoreThenLearn(batch, catalogue);
    if (before != null) {
      before.train(List.of(trainer.latest(ReplicatedTrainer.WINDOW)));
      compatibility = MergedNetwork.floats(before.compatibility());
    }
    unsaved = true;
    return scores;
  }

  /** Takes the current network for the full checkpoint where a period has ended. */
  private void keepFull(Instant labelledAt) {
    long now = Math.floorDiv(labelledAt.toEpochMilli(), config.fullEvery().toMillis());
    if (period != NONE && now > period) {
      full = trainer.parameters();
      compatibility = null;
    }
    period = Math.max(period, now);
  }

  /** The current network is the base: vectors and what is kept current are not merged. */
  private CkiModel model(List<Parameter> checkpoint) {
    CkiModel model = new CkiModel(List.of(trainer.parameters(), checkpoint), config.cki());
    if (compatibility != null) {
      MergedNetwork.fill(model.compatibility(), compatibility);
    }
    return model;
  }

  @Override
  public void forget(String user) {
    trainer.forget(user);
  }

  @Override
  public void drainRows(Consumer<RowUpdate> consumer) {
    trainer.drainRows(consumer);
  }

  /**
   * The current network merged with the full checkpoint. The metrics also have {@link
   * dev.freshet.models.paper.cki.MergeReport#summary}, in which parent 0 is the current network.
   */
  @Override
  public ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo) {
    CkiModel.Merged merged = merged();
    if (merged == null) {
      return trainer.release(metrics, learnedUpTo);
    }
    Map<String, Double> all = new HashMap<>(metrics);
    all.putAll(merged.report().summary());
    return trainer.release(merged.parameters(), all, learnedUpTo);
  }

  /** Null while there is no full checkpoint. */
  private CkiModel.@Nullable Merged merged() {
    return full == null ? null : model(full).mergeFast(config.splicing());
  }

  /** The dense parameters that a release has now. */
  public List<Parameter> published() {
    CkiModel.Merged merged = merged();
    return merged == null ? trainer.parameters() : merged.parameters();
  }

  /** Copies of those of the full checkpoint; while there is none, of the current network. */
  public List<Parameter> full() {
    return full == null ? trainer.parameters() : MergedNetwork.copies(full);
  }

  @Override
  public void saveChanges(StateSink sink) {
    trainer.saveChanges(sink);
    if (!unsaved) {
      return;
    }
    sink.put(PROGRESS, ByteBuffer.allocate(Long.BYTES).putLong(period).array());
    if (full != null) {
      sink.put(FULL, FloatBytes.of(MergedNetwork.floats(full)).array());
      sink.put(
          COMPATIBILITY,
          compatibility == null ? new byte[0] : FloatBytes.of(compatibility).array());
    }
    unsaved = false;
  }

  @Override
  public void restore(String key, byte[] value) {
    switch (key) {
      case PROGRESS -> period = ByteBuffer.wrap(value).getLong();
      case FULL -> {
        full = trainer.parameters();
        MergedNetwork.fill(full, FloatBytes.toArray(ByteBuffer.wrap(value)));
      }
      case COMPATIBILITY ->
          compatibility = value.length == 0 ? null : FloatBytes.toArray(ByteBuffer.wrap(value));
      default -> {
        if (key.startsWith(OWN)) {
          throw new ModelException("unknown entry of the state: " + key);
        }
        trainer.restore(key, value);
      }
    }
  }

  @Override
  public void close() {
    trainer.close();
  }
}
