/**
 * MetaMMF: the weights that fuse a video's modalities are themselves a function of the video.
 *
 * <p>Liu, Wei, Liu, Wang, Nie and Chua, "Dynamic Multimodal Fusion via Meta-Learning Towards
 * Micro-Video Recommendation", ACM TOIS 42(2), 2023, <a
 * href="https://doi.org/10.1145/3617827">doi</a>, arXiv 2501.07110.
 *
 * <p>{@link dev.freshet.models.paper.metammf.MetaMmfModel} trains, {@link
 * dev.freshet.models.paper.metammf.MetaMmfFuser} fuses with an exported network, {@link
 * dev.freshet.models.paper.metammf.MetaMmfEvaluation} ranks and judges.
 *
 * <p>Departs from the paper in this:
 *
 * <ul>
 *   <li>the low-rank form is a true canonical polyadic decomposition, evaluated without building a
 *       video's weights; the authors' code lets a video give one scalar per layer, which is the arm
 *       {@link dev.freshet.models.paper.metammf.Fusion#SCALAR_GATE};
 *   <li>the item-specific part of the weights begins at zero, so that training starts from the
 *       static network; the authors begin with random values;
 *   <li>negatives are drawn again in each epoch, not once;
 *   <li>vectors are centred and scaled by modality with statistics of the training videos, which
 *       are part of the exported network; a missing modality counts as its mean;
 *   <li>a video without training interactions has no id half: it is zero.
 * </ul>
 */
@NullMarked
package dev.freshet.models.paper.metammf;

import org.jspecify.annotations.NullMarked;
