/**
 * CKI: replaces or blends the weights of one trained model by those of another of the same shape,
 * weight by weight, by how compatible they are and how much information their matrices hold.
 *
 * <p>Lv et al., "Optimize Incompatible Parameters through Compatibility-aware Knowledge
 * Integration", AAAI 2025, <a href="https://arxiv.org/abs/2501.07596">arXiv 2501.07596</a>.
 *
 * <p>Follows the paper except:
 *
 * <ul>
 *   <li>Only the matrices {@code A} are trained; embeddings and vectors stay as they were.
 *   <li>Training and write-back share one function, {@link
 *       dev.freshet.models.paper.cki.CkiModel#forward}; the published write-back uses another
 *       weighting.
 *   <li>The formula for more than two parents is ours, and is the paper's for two.
 *   <li>Bins of the entropy hold the greatest entry too, and a constant matrix has entropy 0.
 *   <li>Hard splicing uses the {@code A} that was trained by soft splicing.
 *   <li>There is no scorer: a merged model is served as its parents are.
 * </ul>
 */
@NullMarked
package dev.freshet.models.paper.cki;

import org.jspecify.annotations.NullMarked;
