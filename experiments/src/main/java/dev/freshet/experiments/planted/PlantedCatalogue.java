package dev.freshet.experiments.planted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Videos by number. A video is a function of the seed and its number alone, so an id that an
 * earlier run posted means the same video to a later one.
 *
 * <p>An author leans to one topic: nine of ten of a topic's videos come from its own authors.
 */
public final class PlantedCatalogue {

  private static final int AUTHORS_PER_TOPIC = 15;
  private static final double OWN_AUTHOR = 0.9;
  private static final double OWN_TAG = 0.85;
  private static final double SHORTEST_MILLIS = 5_000;
  private static final double LONGEST_MILLIS = 120_000;
  private static final long GREATEST_AGE_HOURS = 60 * 24;
  private static final int TRACKS = 200;
  private static final String PREFIX = "v";

  private static final List<String> TITLES =
      List.of(
          "The truth about %s",
          "%s, explained",
          "The story of %s",
          "%s in thirty seconds",
          "Nobody talks about %s",
          "Wait for it: %s",
          "%s, step by step",
          "POV: %s",
          "You have to see %s",
          "%s, part one",
          "What I learned from %s",
          "Watch to the end: %s");
  private static final List<String> AUTHOR_SUFFIXES =
      List.of(
          "daily", "club", "lab", "diaries", "corner", "house", "with.mia", "by.leo", "hq", "tv");
  private static final List<String> MUSIC_TYPES = List.of("original", "licensed", "remix");

  private final long seed;
  private final List<PlantedTopic> topics;
  private final PopularTopics popularity;

  /**
   * @param topics number of topics, at most {@link PlantedTopic#COUNT}
   */
  public PlantedCatalogue(long seed, int topics) {
    this.seed = seed;
    this.topics = PlantedTopic.first(topics);
    this.popularity = new PopularTopics(topics);
  }

  /** The videos 0 to {@code count - 1}. */
  public List<PlantedVideo> first(int count) {
    return LongStream.range(0, count).mapToObj(this::video).toList();
  }

  /** The video with this id; empty when it is not one of this catalogue's. */
  public Optional<PlantedVideo> video(String id) {
    if (!id.matches(PREFIX + "[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(video(Long.parseLong(id.substring(PREFIX.length()))));
  }

  /** The video with this number. */
  public PlantedVideo video(long number) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    int topic = popularity.draw(random);
    int sideTopic = popularity.draw(random);
    String music = "track-%03d".formatted(random.nextInt(TRACKS));
    String musicType = MUSIC_TYPES.get(random.nextInt(MUSIC_TYPES.size()));
    return new PlantedVideo(
        PREFIX + number,
        title(topics.get(topic), random),
        author(random.nextDouble() < OWN_AUTHOR ? topic : popularity.draw(random), random),
        tags(topic, sideTopic, random),
        music,
        musicType,
        length(random),
        topic,
        sideTopic,
        (random.nextDouble() + random.nextDouble()) / 2,
        Duration.ofHours(random.nextLong(1, GREATEST_AGE_HOURS)));
  }

  private static String title(PlantedTopic topic, SplittableRandom random) {
    String subject = topic.subjects().get(random.nextInt(topic.subjects().size()));
    String title = TITLES.get(random.nextInt(TITLES.size())).formatted(subject);
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private String author(int topic, SplittableRandom random) {
    int author = random.nextInt(AUTHORS_PER_TOPIC);
    List<String> tags = topics.get(topic).tags();
    return tags.get(author % tags.size())
        + "."
        + AUTHOR_SUFFIXES.get(author % AUTHOR_SUFFIXES.size());
  }

  /** Two or three tags, most of the topic and some of the side topic. */
  private List<String> tags(int topic, int sideTopic, SplittableRandom random) {
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(2, 4); i > 0; i--) {
      List<String> from = topics.get(random.nextDouble() < OWN_TAG ? topic : sideTopic).tags();
      String tag = from.get(random.nextInt(from.size()));
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  /** As likely between 5 and 10 s as between 50 and 100 s. */
  private static Duration length(SplittableRandom random) {
    double factor = Math.pow(LONGEST_MILLIS / SHORTEST_MILLIS, random.nextDouble());
    return Duration.ofMillis(Math.round(SHORTEST_MILLIS * factor));
  }
}
