package dev.freshet.serving.retrieval;

import dev.freshet.models.ScoringContext;
import dev.freshet.models.history.Preferences;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.trending.TrendingStore;
import dev.freshet.serving.vector.Hit;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds candidates for a page, each source on its own. */
@Singleton
public class Retrieval {

  /** Of a source in a fixed order, at most this many videos are looked at per one wanted. */
  private static final int PATIENCE = 30;

  /** Positives whose tags count as what the user is interested in now. */
  private static final int LATEST_POSITIVES = 8;

  /** Tags of these that are looked for, the most frequent ones. */
  private static final int MOST_TAGS = 4;

  private final CatalogueStore catalogue;
  private final TrendingStore trending;
  private final RetrievalConfig config;

  Retrieval(CatalogueStore catalogue, TrendingStore trending, RetrievalConfig config) {
    this.catalogue = catalogue;
    this.trending = trending;
    this.config = config;
  }

  /** Unseen videos near the user's vector; as many as are its share of {@code candidates}. */
  public Pool nearby(
      ServingModel serving, ScoringContext context, Watchable watchable, int candidates) {
    float[] query = serving.model().userVector(context);
    List<Hit> hits =
        serving
            .index()
            .nearest(query, config.of(candidates).model(), id -> watchable.unseen(id) != null);
    Pool pool = new Pool();
    for (Hit hit : hits) {
      pool.add(watchable.allowed(hit.video()), Source.MODEL);
    }
    return pool;
  }

  /**
   * Unseen videos of every source that needs no model; as many as are their share of {@code
   * candidates}.
   */
  public Pool elsewhere(
      @Nullable UserState state,
      String surface,
      Watchable watchable,
      RandomGenerator random,
      int candidates) {
    RetrievalConfig shares = config.of(candidates);
    Pool pool = new Pool();
    addTrending(pool, surface, watchable, shares.trending());
    addFollowed(pool, state, watchable, shares.followed());
    addInterests(pool, state, watchable, shares.interest());
    addFresh(pool, watchable, pool.size() + shares.fresh());
    addRandom(pool, watchable, random, pool.size() + shares.random());
    return pool;
  }

  /** Adds unseen videos, most watched first, until the pool has {@code upTo}. */
  public void addTrending(Pool pool, String surface, Watchable watchable, int upTo) {
    for (String id : trending.ranked(surface)) {
      if (pool.size() >= upTo) {
        return;
      }
      pool.add(watchable.unseen(id), Source.TRENDING);
    }
  }

  /** Adds videos of each of the user's present tags in turn, latest upload first. */
  private void addInterests(Pool pool, @Nullable UserState state, Watchable watchable, int most) {
    int upTo = pool.size() + most;
    List<Iterator<String>> tagged = new ArrayList<>();
    for (String tag : interests(state)) {
      tagged.add(catalogue.index().tagged(tag).limit(PATIENCE * (long) most).iterator());
    }
    while (!tagged.isEmpty()) {
      for (Iterator<Iterator<String>> turn = tagged.iterator(); turn.hasNext(); ) {
        Iterator<String> ids = turn.next();
        if (pool.size() >= upTo) {
          return;
        }
        if (ids.hasNext()) {
          pool.add(watchable.unseen(ids.next()), Source.INTEREST);
        } else {
          turn.remove();
        }
      }
    }
  }

  /** Tags of the latest positives, the most frequent first, then the latest. */
  private List<String> interests(@Nullable UserState state) {
    if (state == null) {
      return List.of();
    }
    List<Interaction> positives = state.getPositives();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Interaction positive :
        positives
            .subList(Math.max(0, positives.size() - LATEST_POSITIVES), positives.size())
            .reversed()) {
      Video video = catalogue.video(positive.getVideo());
      if (video != null) {
        video.getTags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST_TAGS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Adds unseen videos, latest upload first, until the pool has {@code upTo}. */
  public void addFresh(Pool pool, Watchable watchable, int upTo) {
    Iterator<String> ids = newestFirst(watchable.filter());
    for (int looks = PATIENCE * upTo; pool.size() < upTo && looks > 0 && ids.hasNext(); looks--) {
      pool.add(watchable.unseen(ids.next()), Source.FRESH);
    }
  }

  /** Adds unseen videos of the whole catalogue by chance until the pool has {@code upTo}. */
  public void addRandom(Pool pool, Watchable watchable, RandomGenerator random, int upTo) {
    for (int looks = PATIENCE * upTo; pool.size() < upTo && looks > 0; looks--) {
      String id = catalogue.index().any(random);
      if (id == null) {
        return;
      }
      pool.add(watchable.unseen(id), Source.RANDOM);
    }
  }

  /** Adds every unseen video, latest upload first, until the pool has {@code upTo}. */
  public void addUnseen(Pool pool, Watchable watchable, int upTo) {
    addAll(pool, upTo, Source.FRESH, watchable.filter(), watchable::unseen);
  }

  /**
   * Adds whatever may be watched until the pool has {@code upTo}: every unseen video first, then
   * seen ones.
   */
  public void addAnything(Pool pool, Watchable watchable, int upTo) {
    addUnseen(pool, watchable, upTo);
    addAll(pool, upTo, Source.SEEN, watchable.filter(), watchable::allowed);
  }

  private void addAll(Pool pool, int upTo, Source source, VideoFilter filter, Lookup lookup) {
    if (pool.size() >= upTo) {
      return;
    }
    Iterator<String> ids = newestFirst(filter);
    while (pool.size() < upTo && ids.hasNext()) {
      pool.add(lookup.video(ids.next()), source);
    }
  }

  /** The videos that the filter may let through, latest upload first; others may be among them. */
  private Iterator<String> newestFirst(VideoFilter filter) {
    if (filter.authors().isEmpty()) {
      return catalogue
          .index()
          .newestFirst(filter.tags(), filter.uploadedAfter(), filter.uploadedBefore());
    }
    return filter.authors().stream()
        .flatMap(author -> catalogue.index().of(author).stream())
        .map(catalogue::video)
        .flatMap(Stream::ofNullable)
        .sorted(Comparator.comparing(Video::getUploadedAt).reversed())
        .map(Video::getVideo)
        .iterator();
  }

  /** Tells a video that may be added from others. */
  @FunctionalInterface
  private interface Lookup {
    @Nullable Video video(String id);
  }

  private void addFollowed(Pool pool, @Nullable UserState state, Watchable watchable, int most) {
    if (state == null) {
      return;
    }
    int upTo = pool.size() + most;
    for (String author : Preferences.ids(state.getAuthors(), PreferenceValue.FOLLOWED).reversed()) {
      for (String id : catalogue.index().of(author)) {
        if (pool.size() >= upTo) {
          return;
        }
        pool.add(watchable.unseen(id), Source.FOLLOWED);
      }
    }
  }
}
