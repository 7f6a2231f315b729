package dev.freshet.experiments.planted;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a video can be about.
 *
 * @param tags tags that videos of the topic carry
 * @param subjects noun phrases that their titles are made of
 */
public record PlantedTopic(String name, List<String> tags, List<String> subjects) {

  /** Number of topics there are. */
  public static final int COUNT = 20;

  private static final List<PlantedTopic> ALL = load();

  public PlantedTopic {
    tags = List.copyOf(tags);
    subjects = List.copyOf(subjects);
  }

  /** The first {@code count} topics, most popular first. */
  static List<PlantedTopic> first(int count) {
    return ALL.subList(0, count);
  }

  private static List<PlantedTopic> load() {
    try (InputStream in = PlantedTopic.class.getResourceAsStream("topics.txt")) {
      if (in == null) {
        throw new IllegalStateException("topics.txt is missing from the jar");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(PlantedTopic::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading topics.txt", e);
    }
  }

  private static PlantedTopic parse(String line) {
    String[] parts = line.split("\\|", 3);
    return new PlantedTopic(
        parts[0], List.of(parts[1].split(",", -1)), List.of(parts[2].split(",", -1)));
  }
}
