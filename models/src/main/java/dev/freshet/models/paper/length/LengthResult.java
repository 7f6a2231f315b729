package dev.freshet.models.paper.length;

import java.util.List;

/**
 * What a run came to.
 *
 * @param text the text; where the goal was missed, the one nearest to it. Empty only where nothing
 *     could be written
 * @param length its length, by the meter of the run
 * @param satisfied whether the length satisfies the goal
 * @param rounds rounds after the first draft that were completed
 * @param generated texts that the proposer was asked for, the first draft included
 * @param proposed proposals that were decided on: neither refused by the model nor cut off
 * @param accepted proposals that replaced the text of a chain
 * @param distinct different texts among all that were written
 * @param trace every step of every chain, in order
 */
public record LengthResult(
    String text,
    int length,
    boolean satisfied,
    int rounds,
    int generated,
    int proposed,
    int accepted,
    int distinct,
    List<Step> trace) {

  /** Copies the trace. */
  public LengthResult {
    trace = List.copyOf(trace);
  }

  /**
   * One step of one chain.
   *
   * @param round from 0, the first draft
   * @param chain from 0
   * @param length length of the text that was proposed
   * @param accepted whether it became the text of the chain
   */
  public record Step(int round, int chain, int length, boolean accepted) {}

  /** Share of the proposals that were accepted; 0 where none was decided on. */
  public double acceptRate() {
    return proposed == 0 ? 0 : (double) accepted / proposed;
  }
}
