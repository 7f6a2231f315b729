package dev.freshet.experiments.srm;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.eval.Rankings;
import es.uam.eps.ir.ranksys.fast.index.FastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.FastUserIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastUserIndex;
import es.uam.eps.ir.ranksys.fast.preference.FastPreferenceData;
import es.uam.eps.ir.ranksys.fast.preference.SimpleFastPreferenceData;
import es.uam.eps.ir.ranksys.nn.item.ItemNeighborhoodRecommender;
import es.uam.eps.ir.ranksys.nn.item.neighborhood.CachedItemNeighborhood;
import es.uam.eps.ir.ranksys.nn.item.neighborhood.TopKItemNeighborhood;
import es.uam.eps.ir.ranksys.nn.item.sim.VectorCosineItemSimilarity;
import es.uam.eps.ir.ranksys.rec.Recommender;
import es.uam.eps.ir.ranksys.rec.fast.basic.PopularityRecommender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jooq.lambda.tuple.Tuple;
import org.jooq.lambda.tuple.Tuple3;

/**
 * Models of RankSys, a library of recommenders that others have checked: k nearest videos by
 * cosine, and popularity.
 *
 * <p>They know no order and no model to go on from: for the test they learn again, with the
 * validation videos.
 *
 * @param <P> what is chosen by the validation videos
 */
final class RankSysModel<P> implements NextVideoRanker.Model {

  private final String name;
  private final List<P> choices;
  private final BiFunction<P, FastPreferenceData<Integer, Integer>, Recommender<Integer, Integer>>
      learning;

  private RankSysModel(
      String name,
      List<P> choices,
      BiFunction<P, FastPreferenceData<Integer, Integer>, Recommender<Integer, Integer>> learning) {
    this.name = name;
    this.choices = choices;
    this.learning = learning;
  }

  /** The number of neighbours is chosen. */
  static NextVideoRanker.Model itemKnn() {
    return new RankSysModel<>(
        "ItemKNN (RankSys)",
        List.of(10, 50, 200),
        (neighbours, data) ->
            new ItemNeighborhoodRecommender<>(
                data,
                new CachedItemNeighborhood<>(
                    new TopKItemNeighborhood<>(
                        new VectorCosineItemSimilarity<>(data, 0.5, /* dense= */ true),
                        neighbours)),
                1));
  }

  /** Counts; nothing is chosen. */
  static NextVideoRanker.Model popularity() {
    return new RankSysModel<>(
        "popularity (RankSys)", List.of(0), (none, data) -> new PopularityRecommender<>(data));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NextVideoRanker learn(NextVideoTask task, long seed) {
    P best =
        choices.stream()
            .max(
                Comparator.comparingDouble(
                    choice ->
                        Rankings.mean(
                            task.rank(Part.VALIDATION, ranker(task, Part.VALIDATION, choice))
                                .ndcg(10))))
            .orElseThrow();
    return ranker(task, Part.TEST, best);
  }

  private NextVideoRanker ranker(NextVideoTask task, Part upTo, P choice) {
    Recommender<Integer, Integer> recommender = learning.apply(choice, data(task, upTo));
    int videos = task.videos().size();
    return (user, part) -> {
      float[] scores = new float[videos];
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
      recommender
          .getRecommendation(user, videos)
          .getItems()
          .forEach(scored -> scores[scored.v1] = (float) scored.v2);
      return scores;
    };
  }

  private static FastPreferenceData<Integer, Integer> data(NextVideoTask task, Part upTo) {
    FastUserIndex<Integer> users =
        SimpleFastUserIndex.load(IntStream.range(0, task.users().size()).boxed());
    FastItemIndex<Integer> videos =
        SimpleFastItemIndex.load(IntStream.range(0, task.videos().size()).boxed());
    List<Tuple3<Integer, Integer, Double>> preferences = new ArrayList<>();
    for (int user = 0; user < task.users().size(); user++) {
      for (Watched watched : task.known(user, upTo)) {
        preferences.add(Tuple.tuple(user, watched.video(), 1.0));
      }
    }
    return SimpleFastPreferenceData.load(preferences.stream(), users, videos);
  }
}
