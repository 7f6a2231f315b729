/**
 * How good a model is. {@link dev.freshet.models.eval.Evaluation} holds AUC, GAUC and log loss of
 * scored examples, {@link dev.freshet.models.eval.ProgressiveEvaluation} keeps them current while a
 * model learns, {@link dev.freshet.models.eval.PairedBootstrap} says whether one model is better
 * than another, and a {@link dev.freshet.models.eval.RankingTask} ranks all items for each user.
 */
@NullMarked
package dev.freshet.models.eval;

import org.jspecify.annotations.NullMarked;
