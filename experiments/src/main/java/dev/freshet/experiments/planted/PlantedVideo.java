package dev.freshet.experiments.planted;

import java.time.Duration;
import java.util.List;

/**
 * A video with a known truth.
 *
 * @param topic what it is mainly about, as an index
 * @param sideTopic what it is also about; may equal {@code topic}
 * @param quality in [0, 1]; good videos are watched longer by everybody
 * @param age how long before the world began it was uploaded
 */
public record PlantedVideo(
    String id,
    String title,
    String author,
    List<String> tags,
    String music,
    String musicType,
    Duration length,
    int topic,
    int sideTopic,
    double quality,
    Duration age) {

  public PlantedVideo {
    tags = List.copyOf(tags);
  }
}
