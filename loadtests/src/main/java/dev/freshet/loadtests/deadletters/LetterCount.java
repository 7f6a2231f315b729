package dev.freshet.loadtests.deadletters;

import dev.freshet.schemas.topic.DeadLetter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The dead letters of a topic that have the same reason.
 *
 * @param topic the dead-letter topic
 * @param reason why they are there
 * @param letters how many
 * @param sources records that they are of; a record that several jobs could not process has several
 *     letters
 * @param redriven letters that an earlier re-drive has dealt with
 * @param newest when the last one came, in epoch milliseconds
 * @param sourceOffsets first and last offset in each partition of the source, for a person to read
 */
record LetterCount(
    String topic,
    String reason,
    long letters,
    long sources,
    long redriven,
    long newest,
    String sourceOffsets) {

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("topic", topic);
    json.put("reason", reason);
    json.put("letters", letters);
    json.put("records", sources);
    json.put("redriven", redriven);
    json.put("newestMillis", newest);
    json.put("sourceOffsets", sourceOffsets);
    return json;
  }

  /** Counts the letters of one topic. Used by one thread. */
  static final class Counting {

    private final String topic;
    private final Map<String, OfReason> byReason = new LinkedHashMap<>();

    Counting(String topic) {
      this.topic = topic;
    }

    void add(StoredLetter letter, boolean redriven) {
      byReason.computeIfAbsent(letter.reason(), reason -> new OfReason()).add(letter, redriven);
    }

    /** Most letters first. */
    List<LetterCount> counts() {
      return byReason.entrySet().stream()
          .map(entry -> entry.getValue().count(topic, entry.getKey()))
          .sorted(
              Comparator.comparingLong(LetterCount::letters)
                  .reversed()
                  .thenComparing(LetterCount::reason))
          .toList();
    }
  }

  private static final class OfReason {

    private final Set<String> sources = new HashSet<>();
    private final Map<Integer, Range> ranges = new TreeMap<>();
    private long letters;
    private long redriven;
    private long newest;

    private record Range(long first, long last) {
      Range and(Range other) {
        return new Range(Math.min(first, other.first), Math.max(last, other.last));
      }
    }

    void add(StoredLetter letter, boolean wasRedriven) {
      letters++;
      redriven += wasRedriven ? 1 : 0;
      newest = Math.max(newest, letter.appendedAt());
      sources.add(letter.source());
      DeadLetter said = letter.letter();
      if (said != null) {
        ranges.merge(said.partition(), new Range(said.offset(), said.offset()), Range::and);
      }
    }

    LetterCount count(String topic, String reason) {
      String offsets =
          ranges.entrySet().stream()
              .map(
                  entry ->
                      entry.getKey()
                          + ":"
                          + entry.getValue().first()
                          + "-"
                          + entry.getValue().last())
              .collect(Collectors.joining(" "));
      return new LetterCount(topic, reason, letters, sources.size(), redriven, newest, offsets);
    }
  }
}
