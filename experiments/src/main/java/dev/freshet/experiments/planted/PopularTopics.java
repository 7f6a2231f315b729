package dev.freshet.experiments.planted;

import java.util.random.RandomGenerator;

/** Draws topics, of which topic {@code k} is {@code (k + 1)^-1/2} times as popular as topic 0. */
final class PopularTopics {

  private final double[] cumulative;

  PopularTopics(int topics) {
    cumulative = new double[topics];
    double sum = 0;
    for (int topic = 0; topic < topics; topic++) {
      sum += 1 / Math.sqrt(topic + 1.0);
      cumulative[topic] = sum;
    }
  }

  /** A topic, by popularity. */
  int draw(RandomGenerator random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int topic = 0;
    while (cumulative[topic] <= at) {
      topic++;
    }
    return topic;
  }
}
