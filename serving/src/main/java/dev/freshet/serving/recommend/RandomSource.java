package dev.freshet.serving.recommend;

import java.util.random.RandomGenerator;

/** Gives each page its random generator; tests put a seeded one in its place. */
@FunctionalInterface
interface RandomSource {

  /** A generator for one page. */
  RandomGenerator generator();
}
