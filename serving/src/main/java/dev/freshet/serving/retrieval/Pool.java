package dev.freshet.serving.retrieval;

import dev.freshet.schemas.event.Video;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Candidates in the order in which they were found, each once. Not thread-safe. */
public final class Pool {

  private final Map<String, Candidate> candidates = new LinkedHashMap<>();

  /** Adds the video unless it is null or in the pool already; says whether it was added. */
  public boolean add(@Nullable Video video, Source source) {
    return video != null
        && candidates.putIfAbsent(video.getVideo(), new Candidate(video, source)) == null;
  }

  /** Adds what is not in the pool already. */
  public void addAll(Pool others) {
    others.candidates.forEach(candidates::putIfAbsent);
  }

  /** Number of candidates. */
  public int size() {
    return candidates.size();
  }

  /** The candidates, first found first. */
  public List<Candidate> list() {
    return List.copyOf(candidates.values());
  }
}
