package dev.freshet.experiments.srm;

import dev.freshet.experiments.PublishedRows;
import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.Catalogue;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.eval.Rankings;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A model of the sequential family, trained as it is online, on other examples: each long view with
 * the history before it, against videos drawn uniformly; one that is among the user's own long
 * views to learn from is left out. It is released and scored as a serving node does it.
 *
 * <p>The number of epochs is chosen by the validation videos, which it reads for the test but does
 * not learn from.
 *
 * @param config of the model
 * @param mostEpochs passes over the long views, at most; it stops earlier once two in a row are no
 *     better
 */
record SequenceNextVideo(SrmConfig config, int mostEpochs) implements NextVideoRanker.Model {

  /** An epoch is chosen by one of so many users: to rank all films for all takes minutes. */
  private static final int VALIDATED_EVERY = 3;

  /** Videos drawn for each long view. */
  private static final int NEGATIVES = 2;

  private static final int BATCH = 256;
  private static final int PATIENCE = 2;
  private static final long LENGTH_MILLIS = 10_000;
  private static final UserCounters NOTHING_COUNTED = new UserCounters(0L, 0L, 0L, 0L, 0L);

  /** Settings for this task: nothing is known from before, and nobody likes anything. */
  static SequenceNextVideo of(SequenceModel model, int mostEpochs) {
    return new SequenceNextVideo(
        SrmConfig.fromJson(
            "{\"model\":\"%s\",\"dimension\":32,\"historyLength\":16,\"pastWeight\":0,\"likeWeight\":0,\"idleDays\":36500}"
                .formatted(model)),
        mostEpochs);
  }

  @Override
  public String name() {
    return config.model().id();
  }

  @Override
  public String configuration() {
    return toString();
  }

  @Override
  public NextVideoRanker learn(NextVideoTask task, long seed) {
    SrmConfig seeded = config.seeded(seed);
    Catalogue catalogue = catalogue(task);
    Histories histories = new Histories(task);
    NextVideoRanker best = (user, part) -> new float[task.videos().size()];
    double bestNdcg = -1;
    int worse = 0;
    SplittableRandom random = new SplittableRandom(seed);
    PublishedRows rows = new PublishedRows();
    try (SrmTrainer trainer = new SrmTrainer(seeded, "next-video", task.name())) {
      for (int epoch = 0; epoch < mostEpochs && worse < PATIENCE; epoch++) {
        for (List<TrainingExample> batch : batches(task, histories, random)) {
          trainer.scoreThenLearn(batch, catalogue);
        }
        rows.drain(trainer);
        NextVideoRanker now =
            new Served(
                task, histories, trainer.release(Map.of(), Instant.EPOCH), new PublishedRows(rows));
        double ndcg =
            Rankings.mean(
                task.ranking(Part.VALIDATION)
                    .everyNth(VALIDATED_EVERY)
                    .rank(user -> now.scores(user, Part.VALIDATION))
                    .ndcg(10));
        worse = ndcg > bestNdcg ? 0 : worse + 1;
        if (ndcg > bestNdcg) {
          bestNdcg = ndcg;
          best.close();
          best = now;
        } else {
          now.close();
        }
      }
    }
    return best;
  }

  private static Catalogue catalogue(NextVideoTask task) {
    Map<String, Video> videos = new HashMap<>();
    task.videos().forEach(video -> videos.put(video.getVideo(), video));
    return videos::get;
  }

  /** Every long view but those asked for, once, and its negatives; in another order each time. */
  private static List<List<TrainingExample>> batches(
      NextVideoTask task, Histories histories, SplittableRandom random) {
    List<TrainingExample> all = new ArrayList<>();
    for (int user = 0; user < task.users().size(); user++) {
      List<Watched> watched = task.known(user, Part.VALIDATION);
      Set<Integer> known = new HashSet<>();
      watched.forEach(each -> known.add(each.video()));
      for (int i = 1; i < watched.size(); i++) {
        all.add(histories.example(user, i, watched.get(i).video(), true));
        for (int n = 0; n < NEGATIVES; n++) {
          int other = random.nextInt(task.videos().size());
          if (!known.contains(other)) {
            all.add(histories.example(user, i, other, false));
          }
        }
      }
    }
    Collections.shuffle(all, new Random(random.nextLong()));
    List<List<TrainingExample>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }

  /** What each user did, as interactions. */
  private static final class Histories {
    private static final int LENGTH = 16;

    private final NextVideoTask task;
    private final List<List<Interaction>> users = new ArrayList<>();

    Histories(NextVideoTask task) {
      this.task = task;
      for (List<Watched> watched : task.users()) {
        users.add(watched.stream().map(this::interaction).toList());
      }
    }

    private Interaction interaction(Watched watched) {
      return new Interaction(
          task.videos().get(watched.video()).getVideo(),
          watched.at(),
          LENGTH_MILLIS,
          LENGTH_MILLIS,
          /* longView= */ true,
          /* liked= */ false,
          Instant.EPOCH);
    }

    /** The latest of the first {@code count}. */
    List<Interaction> latest(int user, int count) {
      return users.get(user).subList(Math.max(0, count - LENGTH), count);
    }

    TrainingExample example(int user, int index, int video, boolean positive) {
      Instant at = task.users().get(user).get(index).at();
      return TrainingExample.newBuilder()
          .setExampleId("")
          .setUser("u" + user)
          .setVideo(task.videos().get(video).getVideo())
          .setSurface("main")
          .setDevice("")
          .setShownAt(at)
          .setLabelledAt(at)
          .setLongView(positive)
          .setLiked(false)
          .setHidden(false)
          .setWatchedMillis(positive ? LENGTH_MILLIS : 0)
          .setCounters(NOTHING_COUNTED)
          .setPositives(latest(user, index))
          .setSkips(List.of())
          .build();
    }
  }

  /** A release with its rows. */
  private static final class Served implements NextVideoRanker {
    private final NextVideoTask task;
    private final Histories histories;
    private final SrmScorer scorer;
    private final List<VideoId> videos;

    Served(NextVideoTask task, Histories histories, ModelRelease release, PublishedRows rows) {
      this.task = task;
      this.histories = histories;
      scorer = new SrmScorer(release, new ScoredVideos(rows, catalogue(task)));
      videos = task.videos().stream().map(video -> new VideoId(video.getVideo())).toList();
    }

    @Override
    public float[] scores(int user, Part part) {
      TrainingExample asked =
          histories.example(
              user,
              task.known(user, part).size(),
              task.wanted(user, part).video(),
              /* positive= */ true);
      return scorer.score(ScoringContext.of(asked), videos);
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
