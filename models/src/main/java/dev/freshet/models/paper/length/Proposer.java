package dev.freshet.models.paper.length;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Writes the texts of one request. Whether it hears about the wanted length is its own affair: the
 * paper's proposal {@code p} does not, its proposal {@code q} does.
 *
 * <p>A text that a model could not finish, or that it refused to write, is empty: it never becomes
 * the state of a chain.
 */
public interface Proposer {

  /**
   * Writes first drafts, each independent of the others.
   *
   * @param random source of chance of each draft
   * @return as many drafts as sources of chance, in the same order
   */
  List<Optional<String>> drafts(List<RandomGenerator> random);

  /**
   * Writes another version of each current text.
   *
   * @param current the current text of each chain
   * @param random source of chance of each chain, as many as texts
   * @return as many versions as texts, in the same order
   */
  List<Optional<String>> next(List<String> current, List<RandomGenerator> random);
}
