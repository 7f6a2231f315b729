package dev.freshet.models.srm;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.models.Provenance;
import dev.freshet.models.Scorer;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.History;
import dev.freshet.models.srm.feature.Match;
import dev.freshet.models.srm.feature.SrmFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.feature.UserLevel;
import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.UserState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves one release of the sequence model: rows come from {@link ScoredVideos}, the network runs
 * in ONNX Runtime. A score is {@code p(long view) + w · p(like)} with the release's like weight
 * {@code w}.
 */
public final class SrmScorer implements Scorer {
  private final Provenance provenance;
  private final SrmConfig config;
  private final ScoredVideos videos;
  private final EmbeddingRows rows;
  private final OnnxSession session;

  /**
   * Loads the network on the CPU, as {@link #SrmScorer(ModelRelease, ScoredVideos, OnnxRuntime)}.
   */
  public SrmScorer(ModelRelease release, ScoredVideos videos) {
    this(release, videos, OnnxRuntime.cpu());
  }

  /**
   * Loads the network and runs the probe that came with it.
   *
   * @param videos of the release's generation
   * @param runtime where the network runs
   * @throws ModelException if the network cannot be loaded or the probe disagrees
   */
  public SrmScorer(ModelRelease release, ScoredVideos videos, OnnxRuntime runtime) {
    this.videos = videos;
    this.rows = videos.rows;
    config = SrmConfig.fromJson(release.getProvenance().getConfig());
    provenance =
        new Provenance(
            release.getModel(),
            release.getGeneration(),
            release.getStep(),
            release.getProvenance().getDataset(),
            release.getProvenance().getConfig(),
            release.getProvenance().getSeed());
    ByteBuffer network = release.getNetwork().duplicate();
    byte[] bytes = new byte[network.remaining()];
    network.get(bytes);
    session = runtime.open(release.getModel(), bytes);
    try {
      ProbeBatch.check(session, release.getProbe());
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public float[] score(ScoringContext context, List<VideoId> candidates) {
    float[] probabilities = probabilities(context, candidates);
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          probabilities[SrmTable.HEADS * i] + likeWeight() * probabilities[SrmTable.HEADS * i + 1];
    }
    return scores;
  }

  /** Weight {@code w} of the like in a score. */
  public float likeWeight() {
    return (float) config.likeWeight();
  }

  /** Probabilities of long view and like of each candidate, [n, heads]. */
  public float[] probabilities(ScoringContext context, List<VideoId> candidates) {
    int n = candidates.size();
    if (n == 0) {
      return new float[0];
    }
    SrmInputs inputs = SrmInputs.zeros(config, 1, n);
    History<ScoredVideo> history = history(context.state());
    float[] linear = user(context, history, inputs);
    float[] level = level(context, history);
    for (int i = 0; i < n; i++) {
      System.arraycopy(linear, 0, inputs.linear(), i * SrmTable.HEADS, SrmTable.HEADS);
      candidate(context, level, history, candidates.get(i).value(), i, inputs);
    }
    float[] logits = run(inputs, SrmNetwork.LOGITS);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = SrmTrainer.sigmoid(logits[i]);
    }
    return logits;
  }

  /**
   * What retrieval looks for on behalf of a user: its dot product with {@link #videoVector} is the
   * part of the long view's log odds that depends on the video's own rows alone, but for the hidden
   * layer.
   *
   * @return [d + 1]
   */
  public float[] userVector(ScoringContext context) {
    SrmInputs inputs = SrmInputs.zeros(config, 1, 1);
    user(context, history(context.state()), inputs);
    float[] vector = Arrays.copyOf(run(inputs, SrmNetwork.USER), config.width() + 1);
    vector[config.width()] = 1;
    return vector;
  }

  /**
   * Where retrieval finds a video; see {@link #userVector}.
   *
   * @return [d + 1]: the video's vector, then the sum of its first-order weights
   */
  public float[] videoVector(VideoId video) {
    float[] vector = new float[config.width() + 1];
    float[] linear = new float[SrmTable.HEADS];
    ScoredVideo scored = videos.video(video.value());
    addVector(scored, vector, 0);
    addLinear(scored, linear, 0);
    vector[config.width()] = linear[0];
    return vector;
  }

  /** Adds the video's vector, [sum of its embeddings ; fused vector], to {@code to[at..]}. */
  private void addVector(ScoredVideo video, float[] to, int at) {
    int d = config.dimension();
    for (int k = 0; k < video.size(); k++) {
      add(video.row(k), SrmTable.HEADS, to, at, d);
    }
    if (config.fusedDimension() > 0) {
      FusedHalf.add(video.fused(), config.fusedDimension(), to, at + d);
    }
  }

  private static void addLinear(ScoredVideo video, float[] to, int at) {
    for (int k = 0; k < video.size(); k++) {
      add(video.row(k), 0, to, at, SrmTable.HEADS);
    }
  }

  /** Writes the user's side of the inputs; returns its first-order sums [heads]. */
  private float[] user(ScoringContext context, History<ScoredVideo> history, SrmInputs inputs) {
    int d = config.width();
    long at = context.at().toEpochMilli();
    float[] linear = new float[SrmTable.HEADS];
    for (RowKey key : SrmFeatures.contextRows(context.surface(), SrmFeatures.hour(at))) {
      float[] row = rows.row(key.table().id(), key.id());
      add(row, 0, linear, 0, SrmTable.HEADS);
      add(row, SrmTable.HEADS, inputs.context(), 0, d);
    }
    int l = config.historyLength();
    for (int j = Math.max(0, history.size() - l); j < history.size(); j++) {
      int place = l - (history.size() - j);
      inputs.mask()[place] = 1;
      addVector(history.video(j), inputs.history(), place * d);
      for (RowKey key : SrmFeatures.actionRows(history.action(j, at))) {
        add(rows.row(key.table().id(), key.id()), SrmTable.HEADS, inputs.history(), place * d, d);
      }
    }
    return linear;
  }

  /** Writes the candidate's side of the inputs at {@code i}. */
  private void candidate(
      ScoringContext context,
      float[] level,
      History<ScoredVideo> history,
      String video,
      int i,
      SrmInputs inputs) {
    ScoredVideo scored = videos.video(video);
    Match match = history.match(scored.keys());
    int at = i * SrmTable.HEADS;
    addLinear(scored, inputs.linear(), at);
    addVector(scored, inputs.candidate(), i * config.width());
    add(scored.crossRow(context.surface()), 0, inputs.linear(), at, SrmTable.HEADS);
    DenseFeatures.write(inputs.dense(), i * DenseFeatures.COUNT, level, history, match);
  }

  /** As the trainer has it, or would take it if it met the user now. */
  private float[] level(ScoringContext context, History<ScoredVideo> history) {
    float[] known = rows.row(SrmTable.USER.id(), context.user().value());
    return known == null || UserLevel.outgrown(known, history) ? UserLevel.of(history) : known;
  }

  private static void add(float @Nullable [] row, int from, float[] to, int at, int width) {
    if (row == null) {
      return;
    }
    for (int j = 0; j < width; j++) {
      to[at + j] += row[from + j];
    }
  }

  private History<ScoredVideo> history(@Nullable UserState state) {
    return state == null
        ? new History<>(List.of(), List.of(), videos::video)
        : new History<>(state.getPositives(), state.getSkips(), videos::video);
  }

  private float[] run(SrmInputs inputs, String output) {
    return session.run(inputs.tensors(config), Set.of(output)).tensor(output).toFloats();
  }

  @Override
  public void close() {
    session.close();
  }
}
