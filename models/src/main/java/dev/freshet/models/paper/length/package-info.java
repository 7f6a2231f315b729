/**
 * Length control: a loop around any language model asks for a text, measures it, asks for another
 * version, and accepts it by a Metropolis-Hastings rule that prefers the wanted length.
 *
 * <p>Gu et al., "Length Controlled Generation for Black-box LLMs", ACL 2025, <a
 * href="https://arxiv.org/abs/2412.14656">arXiv 2412.14656</a>.
 *
 * <p>Follows the paper except:
 *
 * <ul>
 *   <li>All chains start from one first draft, and each is a chain of its own; among the texts that
 *       satisfy the goal after a round, the one with the best grade is the answer.
 *   <li>The exact rule of Hastings is available beside the paper's upper bound, for proposals whose
 *       probability is known.
 *   <li>The fitness of an interval is one over the distance to it, as for an exact goal.
 *   <li>A comparison asks in both orders, takes the odds of the mean and clips them to 1/20 and 20.
 * </ul>
 */
@NullMarked
package dev.freshet.models.paper.length;

import org.jspecify.annotations.NullMarked;
