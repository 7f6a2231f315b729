package dev.freshet.models.merging;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.MergeReport;
import dev.freshet.models.rows.RowMerge;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Learns one sequence model by {@code P} replicas, each in a thread of its own on the examples of
 * its own users, and merges them after every so many batches.
 *
 * <pre>
 *            ┌─ by user ─► replica 0 ─┐
 * batch ─────┼─ by user ─► replica 1 ─┼─► every k batches: rows by RowMerge, ─► all replicas
 *            └─ by user ─► ...       ─┘    matrices by CKI                    ─► rows, release
 * </pre>
 *
 * <p>All replicas start alike and are alike again after each merge, but for Adam's own state, which
 * each keeps. What is published are merged rows and the last merged network, never what a replica
 * has learned since. A merge comes after a number of batches, so all of it is a function of the
 * batches alone.
 */
public final class ReplicatedTrainer implements ReleasingTrainer {

  /** Examples of a batch, before they are learned from, that {@code A} takes its step on. */
  static final int WINDOW = 64;

  private static final String PROGRESS = "progress";
  private static final String REPLICA = "replica";

  private final MergingConfig merging;
  private final List<SrmTrainer> replicas = new ArrayList<>();
  private final ExecutorService threads;
  private final long[] learned;
  private long step;
  private long mergedStep;
  private long mergedUpTo;
  private long upTo;
  private int inRound;
  private boolean unsaved;

  /** {@link #release} gives this one. */
  private final MergedNetwork merged;

  /**
   * Replicas that have learned nothing.
   *
   * @param generation name of this run's rows and networks
   * @param dataset name of the data it learns from, for the provenance
   */
  public ReplicatedTrainer(
      SrmConfig config, MergingConfig merging, String generation, String dataset) {
    this.merging = merging;
    for (int k = 0; k < merging.replicas(); k++) {
      SrmTrainer replica = new SrmTrainer(config, generation, dataset);
      replica.rowStore().beginRound();
      replicas.add(replica);
    }
    learned = new long[merging.replicas()];
    merged = new MergedNetwork(merging, first().parameters());
    threads = Executors.newFixedThreadPool(merging.replicas() - 1, ReplicatedTrainer::thread);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().name("replica").daemon().unstarted(work);
  }

  private SrmTrainer first() {
    return replicas.getFirst();
  }

  @Override
  public String model() {
    return first().model();
  }

  @Override
  public String generation() {
    return first().generation();
  }

  @Override
  public String configuration() {
    return first().configuration() + " " + merging.text();
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public long refused() {
    return replicas.stream().mapToLong(SrmTrainer::refused).sum();
  }

  @Override
  public long rows() {
    return first().rows();
  }

  /** What the last merge made of each matrix; null before the first, or since a restore. */
  public @Nullable MergeReport report() {
    return merged.report();
  }

  /** The last merged dense parameters. */
  public List<Parameter> merged() {
    return MergedNetwork.copies(merged.parameters());
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    float[] scores = new float[batch.size()];
    List<int[]> shares = UserShares.of(batch, replicas.size());
    CkiModel before = inRound + 1 == merging.every() ? merged.model(replicas) : null;
    List<Future<?>> others = new ArrayList<>();
    for (int k = 1; k < replicas.size(); k++) {
      int share = k;
      others.add(threads.submit(() -> learn(share, shares.get(share), batch, catalogue, scores)));
    }
    learn(0, shares.getFirst(), batch, catalogue, scores);
    others.forEach(ReplicatedTrainer::await);
    step++;
    inRound++;
    upTo = latest(batch);
    unsaved = true;
    if (before != null) {
      if (shares.getFirst().length > 0) {
        merged.assess(before, first().latest(WINDOW));
      }
      merge();
    }
    return scores;
  }

  /** All replicas have a copy of the user's row since the last merge. */
  @Override
  public void forget(String user) {
    replicas.forEach(replica -> replica.forget(user));
  }

  private void learn(
      int replica, int[] share, List<TrainingExample> batch, Catalogue catalogue, float[] scores) {
    if (share.length == 0) {
      return;
    }
    List<TrainingExample> own = new ArrayList<>(share.length);
    for (int i : share) {
      own.add(batch.get(i));
    }
    float[] ownScores = replicas.get(replica).scoreThenLearn(own, catalogue);
    for (int i = 0; i < share.length; i++) {
      scores[share[i]] = ownScores[i];
    }
    learned[replica] += share.length;
  }

  private static void await(Future<?> replica) {
    try {
      replica.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("waiting for a replica", e);
    } catch (ExecutionException e) {
      throw new ModelException("learning in a replica", e);
    }
  }

  private static long latest(List<TrainingExample> batch) {
    long latest = Long.MIN_VALUE;
    for (TrainingExample example : batch) {
      latest = Math.max(latest, example.getLabelledAt().toEpochMilli());
    }
    return latest;
  }

  private void merge() {
    List<RowStore> stores = replicas.stream().map(SrmTrainer::rowStore).toList();
    RowMerge.merge(stores, step);
    merged.merge(replicas, learned);
    mergedStep = step;
    mergedUpTo = upTo;
    inRound = 0;
    Arrays.fill(learned, 0);
  }

  @Override
  public void finish() {
    if (inRound > 0) {
      merge();
      unsaved = true;
    }
  }

  @Override
  public void drainRows(Consumer<RowUpdate> consumer) {
    first().drainRows(consumer);
  }

  /**
   * The last merged network; {@code learnedUpTo} is that of the last merge. The metrics also have
   * {@link MergeReport#summary}.
   */
  @Override
  public ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo) {
    Instant mergedAt = mergedStep == 0 ? learnedUpTo : Instant.ofEpochMilli(mergedUpTo);
    return ModelRelease.newBuilder(
            first().release(merged.parameters(), withReport(metrics), mergedAt))
        .setStep(mergedStep)
        .build();
  }

  private Map<String, Double> withReport(Map<String, Double> metrics) {
    MergeReport report = merged.report();
    Map<String, Double> all = new HashMap<>(metrics);
    if (report != null) {
      all.putAll(report.summary());
    }
    return all;
  }

  @Override
  public void saveChanges(StateSink sink) {
    for (int k = 0; k < replicas.size(); k++) {
      String prefix = REPLICA + k + "/";
      replicas.get(k).saveChanges((key, value) -> sink.put(prefix + key, value));
    }
    if (!unsaved) {
      return;
    }
    ByteBuffer progress = ByteBuffer.allocate((5 + learned.length) * Long.BYTES);
    progress.putLong(step).putLong(mergedStep).putLong(mergedUpTo).putLong(upTo).putLong(inRound);
    for (long examples : learned) {
      progress.putLong(examples);
    }
    sink.put(PROGRESS, progress.array());
    merged.save(sink);
    unsaved = false;
  }

  @Override
  public void restore(String key, byte[] value) {
    if (merged.restore(key, value)) {
      return;
    }
    if (key.equals(PROGRESS)) {
      restoreProgress(ByteBuffer.wrap(value));
      return;
    }
    int slash = key.indexOf('/');
    if (!key.startsWith(REPLICA) || slash < 0) {
      throw new ModelException("replicas: unknown entry of the state: " + key);
    }
    int replica = Integer.parseInt(key.substring(REPLICA.length(), slash));
    replicas.get(replica).restore(key.substring(slash + 1), value);
  }

  private void restoreProgress(ByteBuffer progress) {
    step = progress.getLong();
    mergedStep = progress.getLong();
    mergedUpTo = progress.getLong();
    upTo = progress.getLong();
    inRound = (int) progress.getLong();
    for (int k = 0; k < learned.length; k++) {
      learned[k] = progress.getLong();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    replicas.forEach(SrmTrainer::close);
  }
}
