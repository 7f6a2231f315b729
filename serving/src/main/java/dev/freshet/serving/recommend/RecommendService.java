package dev.freshet.serving.recommend;

import dev.freshet.models.ScoringContext;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.limits.Admission;
import dev.freshet.serving.limits.LimitsConfig;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.ranking.Diversity;
import dev.freshet.serving.ranking.Exploration;
import dev.freshet.serving.ranking.WeightsConfig;
import dev.freshet.serving.ranking.WeightsConfig.Weights;
import dev.freshet.serving.recommend.Stages.Outcome;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Pool;
import dev.freshet.serving.retrieval.Retrieval;
import dev.freshet.serving.retrieval.Source;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Answers every request with a page: retrieve, drop what must not be shown, score, diversify,
 * explore, log. When a stage cannot do its part, the page is made without it and says so.
 */
@Singleton
class RecommendService {

  private static final double RETRIEVE_BY = 0.5;
  private static final double SCORE_BY = 0.9;

  private final ModelRoom room;
  private final Retrieval retrieval;
  private final Viewers viewers;
  private final CatalogueStore catalogue;
  private final Stages stages;
  private final Delivery delivery;
  private final RandomSource randomness;
  private final Clock clock;
  private final RecommendConfig config;
  private final WeightsConfig weights;
  private final Admission admission;
  private final Diversity diversity;
  private final Exploration exploration;

  RecommendService(
      ModelRoom room,
      Retrieval retrieval,
      Viewers viewers,
      CatalogueStore catalogue,
      Stages stages,
      Delivery delivery,
      RandomSource randomness,
      Clock clock,
      RecommendConfig config,
      WeightsConfig weights,
      LimitsConfig limits) {
    this.room = room;
    this.retrieval = retrieval;
    this.viewers = viewers;
    this.catalogue = catalogue;
    this.stages = stages;
    this.delivery = delivery;
    this.randomness = randomness;
    this.clock = clock;
    this.config = config;
    this.weights = weights;
    this.admission = new Admission(limits.pagesAtOnce());
    this.diversity = new Diversity(config.authorPenalty(), config.tagPenalty());
    this.exploration = new Exploration(config.explorationShare(), config.explorationTemperature());
  }

  /**
   * A page.
   *
   * @param arrivedNanos when the request came, on the clock of {@link System#nanoTime}; its time
   *     runs from then
   */
  Recommendation recommend(PageRequest request, long arrivedNanos) {
    long begunNanos = System.nanoTime();
    Draft draft =
        new Draft(
            request,
            viewers.of(request),
            catalogue,
            clock.instant(),
            randomness.generator(),
            arrivedNanos,
            begunNanos);
    List<Place> places = admission.admit(() -> asAsked(draft), () -> overloaded(draft));
    return delivery.deliver(draft, fill(draft, places));
  }

  private List<Place> asAsked(Draft draft) {
    return switch (draft.request().strategy()) {
      case PERSONALISED -> personalised(draft);
      case TRENDING -> trending(draft);
      case RANDOM -> random(draft);
    };
  }

  private List<Place> overloaded(Draft draft) {
    draft.fallBack(FallbackReason.OVERLOADED);
    return trending(draft);
  }

  private List<Place> personalised(Draft draft) {
    Optional<ServingModel> entered = room.enter();
    if (entered.isEmpty()) {
      draft.fallBack(FallbackReason.MODEL_MISSING);
      return trending(draft);
    }
    try (ServingModel serving = entered.get()) {
      draft.use(serving);
      Pool pool = retrieve(draft, serving);
      List<Place> ranked = score(draft, serving, pool.list());
      return ranked.isEmpty() ? trending(draft) : arrange(draft, ranked);
    }
  }

  /** Candidates of every source; the vector search runs beside the others. */
  private Pool retrieve(Draft draft, ServingModel serving) {
    ScoringContext context = draft.context();
    int candidates = draft.request().candidates();
    var search =
        stages.start(
            "retrieve",
            serving,
            draft.deadline(config.budget(), RETRIEVE_BY),
            () -> retrieval.nearby(serving, context, draft.watchable(), candidates));
    Pool elsewhere =
        retrieval.elsewhere(
            draft.state(),
            draft.request().surface(),
            draft.watchable(),
            draft.random(),
            candidates);
    Pool pool = new Pool();
    switch (search.await()) {
      case Outcome.Done<Pool> done -> pool.addAll(done.result());
      case Outcome.Late<Pool> late -> draft.fallBack(FallbackReason.RETRIEVAL_LATE);
      case Outcome.Failed<Pool> failed -> draft.fallBack(FallbackReason.RETRIEVAL_FAILED);
      case Outcome.Overloaded<Pool> overloaded -> draft.fallBack(FallbackReason.OVERLOADED);
    }
    pool.addAll(elsewhere);
    // so few are left that every one is looked at: each is ranked, and none is missed
    retrieval.addUnseen(pool, draft.watchable(), draft.request().count());
    draft.done("retrieve");
    return pool;
  }

  /** All candidates with their scores, in one call of the model; empty where there are none. */
  private List<Place> score(Draft draft, ServingModel serving, List<Candidate> candidates) {
    ScoringContext context = draft.context();
    List<VideoId> ids = candidates.stream().map(each -> new VideoId(each.id())).toList();
    var scoring =
        stages.start(
            "score",
            serving,
            draft.deadline(config.budget(), SCORE_BY),
            () -> serving.model().predict(context, ids));
    List<Place> ranked = new ArrayList<>();
    switch (scoring.await()) {
      case Outcome.Done<float[]> done -> {
        float[] predicted = done.result();
        Weights sums = weights.of(serving.model().heads());
        for (int i = 0; i < candidates.size(); i++) {
          ranked.add(Place.of(candidates.get(i), sums.score(predicted, i), 1));
          if (draft.request().explain()) {
            draft.scored(candidates.get(i).id(), sums.text(predicted, i));
          }
        }
      }
      case Outcome.Late<float[]> late -> draft.fallBack(FallbackReason.SCORING_LATE);
      case Outcome.Failed<float[]> failed -> draft.fallBack(FallbackReason.SCORING_FAILED);
      case Outcome.Overloaded<float[]> overloaded -> draft.fallBack(FallbackReason.OVERLOADED);
    }
    draft.done("score");
    return ranked;
  }

  private List<Place> arrange(Draft draft, List<Place> ranked) {
    List<Place> page = diversity.page(ranked, draft.request().count());
    Pool fresh = new Pool();
    if (config.explorationShare() > 0) {
      retrieval.addFresh(fresh, draft.watchable(), config.explorationPool());
    }
    Map<String, Float> scores = new HashMap<>();
    ranked.forEach(place -> scores.put(place.video().getVideo(), place.score()));
    List<Place> mixed = exploration.mix(page, fresh.list(), scores, draft.random());
    draft.done("arrange");
    return mixed;
  }

  private List<Place> trending(Draft draft) {
    int count = draft.request().count();
    Pool pool = new Pool();
    retrieval.addTrending(pool, draft.request().surface(), draft.watchable(), count);
    if (pool.size() == 0) {
      draft.fallBack(FallbackReason.TRENDING_MISSING);
    }
    retrieval.addFresh(pool, draft.watchable(), count);
    draft.done("trending");
    return unranked(pool, 1);
  }

  private List<Place> random(Draft draft) {
    Pool pool = new Pool();
    RandomGenerator random = draft.random();
    retrieval.addRandom(pool, draft.watchable(), random, draft.request().count());
    draft.done("random");
    return unranked(pool, 1f / Math.max(1, catalogue.index().size()));
  }

  /** A page that is too short gets whatever may be watched. */
  private List<Place> fill(Draft draft, List<Place> places) {
    int count = draft.request().count();
    if (places.size() >= count) {
      return places;
    }
    Pool pool = new Pool();
    places.forEach(place -> pool.add(place.video(), place.source()));
    retrieval.addAnything(pool, draft.watchable(), count);
    List<Place> filled = new ArrayList<>(places);
    List<Place> added = unranked(pool, 1);
    filled.addAll(added.subList(places.size(), added.size()));
    if (filled.isEmpty()) {
      draft.fallBack(FallbackReason.NOTHING_WATCHABLE);
    } else if (filled.stream().anyMatch(place -> place.source() == Source.SEEN)) {
      draft.fallBack(FallbackReason.NOTHING_UNSEEN);
    }
    draft.done("fill");
    return filled;
  }

  private static List<Place> unranked(Pool pool, float propensity) {
    return pool.list().stream().map(each -> Place.of(each, 0, propensity)).toList();
  }
}
