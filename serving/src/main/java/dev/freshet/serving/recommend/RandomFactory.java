package dev.freshet.serving.recommend;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/** Pages differ from each other by chance. */
@Factory
class RandomFactory {

  @Singleton
  RandomSource randomSource() {
    return ThreadLocalRandom::current;
  }
}
