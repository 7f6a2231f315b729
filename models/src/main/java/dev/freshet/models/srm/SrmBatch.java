package dev.freshet.models.srm;

import static java.util.Objects.requireNonNull;

import dev.freshet.models.Catalogue;
import dev.freshet.models.rows.Row;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.rows.RowTable;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.History;
import dev.freshet.models.srm.feature.Match;
import dev.freshet.models.srm.feature.SrmFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.feature.UserLevel;
import dev.freshet.models.srm.feature.VideoKeys;
import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.models.tensor.Tensors;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
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
  private final SrmConfig config;
  private final Map<SrmTable, RowTable> tables = new EnumMap<>(SrmTable.class);

  private final Map<String, KnownVideo> videos = new HashMap<>();
  private final Pool linear = new Pool();
  private final Pool context = new Pool();
  private final Pool candidate = new Pool();
  private final Pool history = new Pool();
  private final PastBatch past;

  SrmBatch(SrmConfig config, RowStore rows) {
    this.config = config;
    for (SrmTable table : SrmTable.values()) {
      tables.put(table, rows.table(config.table(table)));
    }
    past = new PastBatch(config);
  }

  /** Encodes the examples; what is gathered stays until the next batch. */
  SrmInputs encode(List<TrainingExample> examples, Catalogue catalogue) {
    SrmInputs inputs = SrmInputs.zeros(config, examples.size(), examples.size());
    linear.clear();
    context.clear();
    candidate.clear();
    history.clear();
    past.clear();
    for (int i = 0; i < examples.size(); i++) {
      encode(examples.get(i), i, catalogue, inputs);
    }
    int d = config.dimension();
    linear.gather(inputs.linear(), 0, SrmTable.HEADS);
    context.gather(inputs.context(), SrmTable.HEADS, d);
    candidate.gather(inputs.candidate(), SrmTable.HEADS, d);
    history.gather(inputs.history(), SrmTable.HEADS, d);
    return inputs;
  }

  /** What the users of this batch did before they were first met. */
  PastBatch past() {
    return past;
  }

  /** Takes the gradients of the inputs back to the rows. */
  void scatter(Tensors<float[]> gradients) {
    int d = config.dimension();
    linear.scatter(gradients.tensor(SrmNetwork.LINEAR), 0, SrmTable.HEADS);
    context.scatter(gradients.tensor(SrmNetwork.CONTEXT), SrmTable.HEADS, d);
    candidate.scatter(gradients.tensor(SrmNetwork.CANDIDATE), SrmTable.HEADS, d);
    history.scatter(gradients.tensor(SrmNetwork.HISTORY), SrmTable.HEADS, d);
  }

  /** Forgets the rows that videos use, after rows were dropped. */
  void forget() {
    videos.clear();
  }

  private void encode(TrainingExample example, int i, Catalogue catalogue, SrmInputs inputs) {
    Instant at = example.getShownAt();
    long seenAt = at.toEpochMilli();
    KnownVideo shown = video(example.getVideo(), catalogue);
    History interactions =
        new History(example.getPositives(), example.getSkips(), id -> video(id, catalogue).keys);
    Match match = interactions.match(example.getVideo(), shown.keys);
    Row user = table(SrmTable.USER).row(example.getUser());
    boolean met = user.sights() > 0;
    user.table().see(user, seenAt);
    if (!met) {
      addPast(interactions, at, catalogue);
    }
    if (!met || UserLevel.outgrown(user.values(), interactions)) {
      user.set(UserLevel.of(interactions));
    }
    DenseFeatures.write(
        inputs.dense(), i * DenseFeatures.COUNT, user.values(), interactions, match);
    for (RowKey key : SrmFeatures.context(example.getSurface(), at)) {
      Row row = see(key, seenAt);
      context.add(row, i);
      linear.add(row, i);
    }
    linear.add(see(SrmFeatures.cross(example.getVideo(), example.getSurface()), seenAt), i);
    for (Row row : rows(shown)) {
      row.table().see(row, seenAt);
      candidate.add(row, i);
      linear.add(row, i);
    }
    int l = config.historyLength();
    for (int j = Math.max(0, interactions.size() - l); j < interactions.size(); j++) {
      int place = i * l + l - (interactions.size() - j);
      inputs.mask()[place] = 1;
      Interaction interaction = interactions.interaction(j);
      for (Row row : rows(video(interaction.getVideo(), catalogue))) {
        row.table().see(row, seenAt);
        history.add(row, place);
      }
      history.add(see(SrmFeatures.kind(interaction, interactions.positive(j)), seenAt), place);
      history.add(see(SrmFeatures.age(interaction, at), seenAt), place);
    }
  }

  private void addPast(History interactions, Instant at, Catalogue catalogue) {
    long seenAt = at.toEpochMilli();
    int from = interactions.complete();
    past.reserve(interactions.size() - from);
    for (int j = from; j < interactions.size(); j++) {
      Interaction interaction = interactions.interaction(j);
      int place =
          past.add(
              interactions.size() - 1 - j,
              DenseFeatures.historyLogit(interactions),
              interactions.positive(j));
      for (Row row : rows(video(interaction.getVideo(), catalogue))) {
        row.table().see(row, seenAt);
        past.addVideo(row, place);
      }
      past.addAction(see(SrmFeatures.kind(interaction, interactions.positive(j)), seenAt), place);
      past.addAction(see(SrmFeatures.age(interaction, at), seenAt), place);
    }
  }

  /** The video as the catalogue has it, kept until that changes or rows were dropped. */
  private KnownVideo video(String id, Catalogue catalogue) {
    Video source = catalogue.video(id);
    KnownVideo known = videos.get(id);
    if (known == null || !known.keys.isOf(source)) {
      known = new KnownVideo(new VideoKeys(id, source));
      videos.put(id, known);
    }
    return known;
  }

  private Row[] rows(KnownVideo video) {
    Row[] found = video.rows;
    if (found == null) {
      found = new Row[video.keys.rows().size()];
      for (int i = 0; i < found.length; i++) {
        RowKey key = video.keys.rows().get(i);
        found[i] = table(key.table()).row(key.id());
      }
      video.rows = found;
    }
    return found;
  }

  private Row see(RowKey key, long at) {
    RowTable table = table(key.table());
    Row row = table.row(key.id());
    table.see(row, at);
    return row;
  }

  private RowTable table(SrmTable table) {
    return requireNonNull(tables.get(table));
  }

  /** A video with the rows it uses, looked up when they are first needed. */
  private static final class KnownVideo {
    final VideoKeys keys;
    Row @Nullable [] rows;

    KnownVideo(VideoKeys keys) {
      this.keys = keys;
    }
  }
}
