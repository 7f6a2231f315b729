package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue's videos in the orders a page needs. One thread changes them, any thread reads; a
 * reader may see a change in one order a moment before it sees it in another.
 */
public final class CatalogueIndex {

  private static final int FIRST_CAPACITY = 1_024;
  private static final Comparator<Upload> LATEST_FIRST =
      Comparator.comparing(Upload::uploadedAt).reversed().thenComparing(Upload::video);

  private final Map<String, Video> byId = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> byAuthor = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentSkipListSet<Upload>> byTag = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Upload> byUpload = byUpload();

  /** Places of the ids in {@link #slots}; of the changing thread only. */
  private final Map<String, Integer> places = new HashMap<>();

  /** Every id once, in no order, in the first {@link #size} places. */
  private volatile @Nullable String[] slots = new String[FIRST_CAPACITY];

  private volatile int size;

  private record Upload(Instant uploadedAt, String video) {

    static Upload of(Video video) {
      return new Upload(video.getUploadedAt(), video.getVideo());
    }
  }

  private static ConcurrentSkipListSet<Upload> byUpload() {
    return new ConcurrentSkipListSet<>(LATEST_FIRST);
  }

  /** The video, or null where there is none. */
  public @Nullable Video video(String id) {
    return byId.get(id);
  }

  /** Number of videos. */
  public int size() {
    return byId.size();
  }

  /** Every id. */
  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  /** Ids from the latest upload to the earliest; lazy. */
  public Stream<String> newestFirst() {
    return byUpload.stream().map(Upload::video);
  }

  /**
   * Ids of the videos with one of the tags that were uploaded at {@code to} or before, and after
   * {@code from}, from the latest upload to the earliest; lazy.
   *
   * @param tags empty for every video
   */
  public Iterator<String> newestFirst(Set<String> tags, Instant from, Instant to) {
    if (!to.isAfter(from)) {
      return Collections.emptyIterator();
    }
    Upload first = new Upload(to, "");
    Upload behind = new Upload(from, "");
    if (tags.isEmpty()) {
      return byUpload.subSet(first, behind).stream().map(Upload::video).iterator();
    }
    PriorityQueue<Ahead> ahead = new PriorityQueue<>();
    tags.stream()
        .map(byTag::get)
        .flatMap(Stream::ofNullable)
        .map(uploads -> uploads.subSet(first, behind).iterator())
        .filter(Iterator::hasNext)
        .forEach(uploads -> ahead.add(new Ahead(uploads.next(), uploads)));
    return new Merged(ahead);
  }

  /** The next of some uploads, and the rest of them. */
  private record Ahead(Upload next, Iterator<Upload> rest) implements Comparable<Ahead> {

    @Override
    public int compareTo(Ahead other) {
      return LATEST_FIRST.compare(next, other.next);
    }
  }

  /** Ids of several sequences in one order, each once. */
  private static final class Merged implements Iterator<String> {

    private final PriorityQueue<Ahead> ahead;

    Merged(PriorityQueue<Ahead> ahead) {
      this.ahead = ahead;
    }

    @Override
    public boolean hasNext() {
      return !ahead.isEmpty();
    }

    @Override
    public String next() {
      Upload taken = ahead.element().next;
      while (!ahead.isEmpty() && ahead.element().next.equals(taken)) {
        Iterator<Upload> rest = ahead.remove().rest;
        if (rest.hasNext()) {
          ahead.add(new Ahead(rest.next(), rest));
        }
      }
      return taken.video;
    }
  }

  /** Ids of the author's videos, in no order. */
  public Set<String> of(String author) {
    return byAuthor.getOrDefault(author, Set.of());
  }

  /** Ids of videos with the tag, from the latest upload to the earliest; lazy. */
  public Stream<String> tagged(String tag) {
    ConcurrentSkipListSet<Upload> uploads = byTag.get(tag);
    return uploads == null ? Stream.empty() : uploads.stream().map(Upload::video);
  }

  /** An id, each with the same probability; null while there is none. */
  public @Nullable String any(RandomGenerator random) {
    int bound = size;
    @Nullable String[] current = slots;
    return bound == 0 ? null : current[random.nextInt(Math.min(bound, current.length))];
  }

  void put(Video video) {
    String id = video.getVideo();
    Video before = byId.put(id, video);
    Upload upload = Upload.of(video);
    byUpload.add(upload);
    for (String tag : video.getTags()) {
      byTag.computeIfAbsent(tag, t -> byUpload()).add(upload);
    }
    byAuthor.computeIfAbsent(video.getAuthor(), author -> ConcurrentHashMap.newKeySet()).add(id);
    if (before == null) {
      append(id);
      return;
    }
    Upload uploadBefore = Upload.of(before);
    boolean moved = !uploadBefore.equals(upload);
    if (moved) {
      byUpload.remove(uploadBefore);
    }
    for (String tag : before.getTags()) {
      if (moved || !video.getTags().contains(tag)) {
        leaveTag(tag, uploadBefore);
      }
    }
    if (!before.getAuthor().equals(video.getAuthor())) {
      leaveAuthor(before.getAuthor(), id);
    }
  }

  void remove(String id) {
    Video before = byId.remove(id);
    if (before == null) {
      return;
    }
    Upload upload = Upload.of(before);
    byUpload.remove(upload);
    before.getTags().forEach(tag -> leaveTag(tag, upload));
    leaveAuthor(before.getAuthor(), id);
    takeOut(id);
  }

  void clear() {
    byId.clear();
    byAuthor.clear();
    byTag.clear();
    byUpload.clear();
    places.clear();
    size = 0;
    slots = new String[FIRST_CAPACITY];
  }

  private void leaveAuthor(String author, String id) {
    Set<String> ids = byAuthor.get(author);
    if (ids != null) {
      ids.remove(id);
      if (ids.isEmpty()) {
        byAuthor.remove(author);
      }
    }
  }

  private void leaveTag(String tag, Upload upload) {
    ConcurrentSkipListSet<Upload> uploads = byTag.get(tag);
    if (uploads != null) {
      uploads.remove(upload);
      if (uploads.isEmpty()) {
        byTag.remove(tag);
      }
    }
  }

  private void append(String id) {
    int place = size;
    @Nullable String[] current = slots;
    if (place == current.length) {
      current = java.util.Arrays.copyOf(current, 2 * place);
      slots = current;
    }
    current[place] = id;
    places.put(id, place);
    size = place + 1;
  }

  /** The last id moves into the place that becomes free. */
  private void takeOut(String id) {
    Integer place = places.remove(id);
    if (place == null) {
      return;
    }
    int last = size - 1;
    @Nullable String[] current = slots;
    String moved = current[last];
    if (moved != null && last != place) {
      current[place] = moved;
      places.put(moved, place);
    }
    size = last;
    current[last] = null;
  }
}
