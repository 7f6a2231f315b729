package dev.freshet.experiments.paper.cki;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.rows.RowMerge;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Parents of one ancestor, and the model that has the first one's dense parameters and the rows of
 * all.
 *
 * @param merged rows merged, newest and count-weighted; new rows copied
 */
record Family(List<Checkpoint> parents, Checkpoint merged) {

  Family {
    parents = List.copyOf(parents);
  }

  /** Parents that go on with the examples of different users, {@code count} shares of all. */
  static Family replicas(
      Checkpoint ancestor,
      List<List<TrainingExample>> continuation,
      Catalogue catalogue,
      int count,
      long seed) {
    List<List<List<TrainingExample>>> shares = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int share = k;
      shares.add(
          World.filtered(continuation, example -> share(example.getUser(), count, seed) == share));
    }
    return of(ancestor, shares, catalogue);
  }

  /** Two parents that go on with the same batches, one in their order, one in another. */
  static Family orders(
      Checkpoint ancestor,
      List<List<TrainingExample>> continuation,
      Catalogue catalogue,
      long seed) {
    List<List<TrainingExample>> shuffled = new ArrayList<>(continuation);
    Collections.shuffle(shuffled, new Random(seed));
    return of(ancestor, List.of(continuation, shuffled), catalogue);
  }

  /** A parent for each list of batches. */
  static Family of(
      Checkpoint ancestor, List<List<List<TrainingExample>>> batches, Catalogue catalogue) {
    List<SrmTrainer> trainers = new ArrayList<>();
    try {
      List<Checkpoint> parents = new ArrayList<>();
      for (List<List<TrainingExample>> own : batches) {
        SrmTrainer trainer = ancestor.open();
        trainers.add(trainer);
        trainer.rowStore().beginRound();
        own.forEach(batch -> trainer.scoreThenLearn(batch, catalogue));
        parents.add(ancestor.after(trainer));
      }
      return merged(trainers, parents);
    } finally {
      trainers.forEach(SrmTrainer::close);
    }
  }

  /**
   * An old model that went on with {@code before}, and its continuation by {@code after} alone: the
   * rows of both are weighted by their steps in these windows.
   */
  static Family oldAndNew(
      Checkpoint ancestor,
      List<List<TrainingExample>> before,
      List<List<TrainingExample>> after,
      Catalogue catalogue) {
    List<SrmTrainer> trainers = new ArrayList<>();
    try {
      SrmTrainer old = ancestor.open();
      trainers.add(old);
      old.rowStore().beginRound();
      before.forEach(batch -> old.scoreThenLearn(batch, catalogue));
      Checkpoint full = ancestor.after(old);
      SrmTrainer incremental = full.open();
      trainers.add(incremental);
      incremental.rowStore().beginRound();
      after.forEach(batch -> incremental.scoreThenLearn(batch, catalogue));
      return merged(trainers, List.of(full, full.after(incremental)));
    } finally {
      trainers.forEach(SrmTrainer::close);
    }
  }

  private static Family merged(List<SrmTrainer> trainers, List<Checkpoint> parents) {
    List<RowStore> stores = trainers.stream().map(SrmTrainer::rowStore).toList();
    RowMerge.merge(stores, trainers.getFirst().step());
    return new Family(parents, parents.getFirst().after(trainers.getFirst()));
  }

  /** Dense parameters of each parent. */
  List<List<Parameter>> dense() {
    return parents.stream().map(Checkpoint::dense).toList();
  }

  static int share(String user, int count, long seed) {
    long mixed = (user.hashCode() + seed * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) Long.remainderUnsigned(mixed >>> 17, count);
  }
}
