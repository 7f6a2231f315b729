package dev.freshet.models.srm;

import static java.util.Objects.requireNonNull;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.rows.Row;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.rows.RowTable;
import dev.freshet.models.srm.BatchVideos.BatchVideo;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.History;
import dev.freshet.models.srm.feature.SrmFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.feature.UserLevel;
import dev.freshet.models.srm.feature.VideoKeys;
import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns examples into the network's inputs and takes the inputs' gradients back to the rows. One
 * batch at a time; the buffers are used again.
 */
final class SrmBatch {
  /** Surfaces with rows of their own, at most; rows that are idle make room. */
  static final int MOST_SURFACES = 64;

  /** Surface of the examples of all others. */
  static final String OTHER = "other";

  private static final VideoKeys UNKNOWN = new VideoKeys("", null);

  private final SrmConfig config;
  private final Map<SrmTable, RowTable> tables = new EnumMap<>(SrmTable.class);
  private final BatchVideos videos;

  /** By {@link SrmFeatures#action}; made when first needed. */
  private final @Nullable RowSum[] actions = new RowSum[SrmFeatures.ACTIONS];

  /** By surface, then hour. */
  private final Map<String, @Nullable RowSum[]> contexts = new HashMap<>();

  /** Sums of videos. */
  private final RowSums videoSums;

  /** Sums of actions and of contexts. */
  private final RowSums sums;

  private final PastBatch past;

  /** Slots of the histories' videos and actions, [n, l]. */
  private int[] historyVideos = {};

  private int[] historyActions = {};

  /** Slots of the examples' contexts and candidates, [n]. */
  private int[] exampleContexts = {};

  private int[] candidates = {};

  /** Rows of candidate and surface, [n]; null for a candidate that counts as unknown. */
  private @Nullable Row[] crossRows = {};

  SrmBatch(SrmConfig config, RowStore rows) {
    this.config = config;
    for (SrmTable table : SrmTable.values()) {
      tables.put(table, rows.table(config.table(table)));
    }
    videos = new BatchVideos(this::row);
    videoSums = new RowSums(SrmTable.HEADS + config.dimension(), config.fusedDimension());
    sums = new RowSums(SrmTable.HEADS + config.width(), 0);
    past = new PastBatch(config, videoSums, sums);
  }

  /** Encodes the examples; what is gathered stays until the next batch. */
  SrmInputs encode(List<TrainingExample> examples, Catalogue catalogue) {
    return encode(examples, examples.size(), catalogue);
  }

  /**
   * The same, with some of the videos as if nobody had ever seen them.
   *
   * @param known examples whose video counts with all that is known of it; of the videos of those
   *     behind them nothing counts but the fused vector
   */
  SrmInputs encode(List<TrainingExample> examples, int known, Catalogue catalogue) {
    int n = examples.size();
    SrmInputs inputs = SrmInputs.zeros(config, n, n);
    begin(n, catalogue);
    for (int i = 0; i < n; i++) {
      encode(examples.get(i), i, i < known, inputs);
    }
    videoSums.gather();
    sums.gather();
    int d = config.width();
    videoSums.add(historyVideos, SrmTable.HEADS, d, inputs.history());
    sums.add(historyActions, SrmTable.HEADS, d, inputs.history());
    sums.add(exampleContexts, SrmTable.HEADS, d, inputs.context());
    videoSums.add(candidates, SrmTable.HEADS, d, inputs.candidate());
    sums.add(exampleContexts, 0, SrmTable.HEADS, inputs.linear());
    videoSums.add(candidates, 0, SrmTable.HEADS, inputs.linear());
    for (int i = 0; i < n; i++) {
      Row cross = crossRows[i];
      if (cross != null) {
        add(cross.values(), 0, inputs.linear(), i * SrmTable.HEADS);
      }
    }
    return inputs;
  }

  private void begin(int n, Catalogue catalogue) {
    videos.begin(catalogue);
    videoSums.clear();
    sums.clear();
    past.clear();
    int l = config.historyLength();
    if (historyVideos.length < n * l) {
      historyVideos = new int[n * l];
      historyActions = new int[n * l];
      exampleContexts = new int[n];
      candidates = new int[n];
    }
    Arrays.fill(historyVideos, RowSum.NONE);
    Arrays.fill(historyActions, RowSum.NONE);
    crossRows = new Row[n];
  }

  /** What the users of this batch did before they were first met. */
  PastBatch past() {
    return past;
  }

  /**
   * Takes the gradients of the inputs back to the rows, those of {@link #past} included.
   *
   * @param gradients of {@link #encode}'s inputs and of the past's
   */
  void scatter(Tensors<float[]> gradients) {
    int d = config.width();
    float[] history = gradients.tensor(SrmNetwork.HISTORY);
    videoSums.collect(historyVideos, SrmTable.HEADS, d, history);
    sums.collect(historyActions, SrmTable.HEADS, d, history);
    sums.collect(exampleContexts, SrmTable.HEADS, d, gradients.tensor(SrmNetwork.CONTEXT));
    videoSums.collect(candidates, SrmTable.HEADS, d, gradients.tensor(SrmNetwork.CANDIDATE));
    float[] linear = gradients.tensor(SrmNetwork.LINEAR);
    sums.collect(exampleContexts, 0, SrmTable.HEADS, linear);
    videoSums.collect(candidates, 0, SrmTable.HEADS, linear);
    for (int i = 0; i < crossRows.length; i++) {
      Row cross = crossRows[i];
      if (cross != null) {
        add(linear, i * SrmTable.HEADS, cross.gradient(), 0);
      }
    }
    past.collect(gradients);
    videoSums.scatter();
    sums.scatter();
  }

  /** Forgets which rows are used, after rows were dropped. */
  void forget() {
    videos.forget();
    Arrays.fill(actions, null);
    contexts.clear();
  }

  private void encode(TrainingExample example, int i, boolean known, SrmInputs inputs) {
    long at = example.getShownAt().toEpochMilli();
    BatchVideo shown = videos.video(example.getVideo());
    var history = new History<>(example.getPositives(), example.getSkips(), videos::video);
    Row user = row(new RowKey(SrmTable.USER, example.getUser()));
    boolean met = user.sights() > 0;
    user.table().see(user, at);
    if (!met) {
      addPast(history, at);
    }
    if (!met || UserLevel.outgrown(user.values(), history)) {
      user.set(UserLevel.of(history));
    }
    DenseFeatures.write(
        inputs.dense(),
        i * DenseFeatures.COUNT,
        user.values(),
        history,
        history.match(known ? shown.keys() : UNKNOWN));
    String surface = surface(example.getSurface());
    exampleContexts[i] = sums.use(context(surface, SrmFeatures.hour(at)), at);
    candidates[i] = videoSums.use(known ? shown.sum() : shown.fusedAlone(), at);
    if (known) {
      Row cross = shown.crossRow(surface);
      cross.table().see(cross, at);
      crossRows[i] = cross;
    }
    int l = config.historyLength();
    int place = i * l + Math.max(0, l - history.size());
    for (int j = Math.max(0, history.size() - l); j < history.size(); j++) {
      inputs.mask()[place] = 1;
      historyVideos[place] = videoSums.use(history.video(j).sum(), at);
      historyActions[place] = sums.use(action(history.action(j, at)), at);
      place++;
    }
  }

  private void addPast(History<BatchVideo> history, long at) {
    int from = history.complete();
    past.reserve(history.size() - from);
    float offset = DenseFeatures.historyLogit(history);
    for (int j = from; j < history.size(); j++) {
      past.add(
          history.size() - 1 - j,
          videoSums.use(history.video(j).sum(), at),
          sums.use(action(history.action(j, at)), at),
          offset,
          history.positive(j));
    }
  }

  private RowSum action(int action) {
    RowSum sum = actions[action];
    if (sum == null) {
      sum = sum(SrmFeatures.actionRows(action));
      actions[action] = sum;
    }
    return sum;
  }

  /** The surface, or {@link #OTHER} where it has no row and there are many: clients name them. */
  private String surface(String name) {
    RowTable surfaces = requireNonNull(tables.get(SrmTable.SURFACE));
    return surfaces.has(name) || surfaces.size() < MOST_SURFACES ? name : OTHER;
  }

  private RowSum context(String surface, int hour) {
    @Nullable RowSum[] hours =
        contexts.computeIfAbsent(surface, name -> new RowSum[SrmFeatures.HOURS]);
    RowSum sum = hours[hour];
    if (sum == null) {
      sum = sum(SrmFeatures.contextRows(surface, hour));
      hours[hour] = sum;
    }
    return sum;
  }

  private RowSum sum(List<RowKey> keys) {
    return new RowSum(keys.stream().map(this::row).toArray(Row[]::new));
  }

  private Row row(RowKey key) {
    return requireNonNull(tables.get(key.table())).row(key.id());
  }

  /** Adds first-order weights or their gradients, of an admitted row. */
  private static void add(float[] from, int at, float[] to, int toAt) {
    if (at < from.length && toAt < to.length) {
      for (int head = 0; head < SrmTable.HEADS; head++) {
        to[toAt + head] += from[at + head];
      }
    }
  }
}
