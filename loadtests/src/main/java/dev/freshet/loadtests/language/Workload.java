package dev.freshet.loadtests.language;

import dev.freshet.models.language.Beams;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Prefix;
import dev.freshet.models.language.TokenBatch;
import dev.freshet.models.language.search.BeamSearch;
import dev.freshet.models.language.search.TokenTrie;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is asked of a model, in the way that shares work and in the naive way. Times are the
 * thread's own, in seconds; a model runs on the caller's thread alone.
 */
final class Workload {
  static final int PREFIX = 200;
  static final int SUFFIXES = 50;
  static final int SUFFIX = 4;
  static final int LEVELS = 4;
  private static final int ITEMS = 10_000;
  private static final int CODES = 64;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final CausalModel model;
  private final int[] prefix;
  private final List<int[]> suffixes = new ArrayList<>();
  private final TokenTrie trie = new TokenTrie();

  /** Draws tokens, suffixes and items with a fixed seed. */
  Workload(CausalModel model) {
    this.model = model;
    SplittableRandom random = new SplittableRandom(1);
    int vocabulary = model.config().vocabulary();
    prefix = random.ints(PREFIX, 3, vocabulary).toArray();
    for (int i = 0; i < SUFFIXES; i++) {
      suffixes.add(random.ints(SUFFIX, 3, vocabulary).toArray());
    }
    for (int item = 0; item < ITEMS; item++) {
      trie.add(random.ints(LEVELS, 3, 3 + CODES).toArray(), item);
    }
  }

  private interface Work {
    void run();
  }

  private static double seconds(Work work) {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
  }

  /** The prefix alone. */
  double prefill() {
    return seconds(() -> model.prefill(prefix).close());
  }

  /** Tokens one after the other behind one token. */
  double decode(int tokens) {
    try (Prefix start = model.prefill(1);
        Beams beams = model.beams(start)) {
      return seconds(
          () -> {
            int token = start.last().logits().best(0);
            for (int i = 0; i < tokens; i++) {
              token = beams.step(token).logits().best(0);
            }
          });
    }
  }

  /** The same with a whole pass for each token. */
  double decodeNaively(int tokens) {
    return seconds(
        () -> {
          int[] all = {1};
          for (int i = 0; i < tokens; i++) {
            int next = model.forward(TokenBatch.causal(List.of(all))).logits().best(0);
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = next;
          }
        });
  }

  /** The prefix once, then all suffixes behind it. */
  double suffixes() {
    return seconds(
        () -> {
          try (Prefix shared = model.prefill(prefix)) {
            model.after(shared, suffixes);
          }
        });
  }

  /**
   * Each suffix with the prefix in a pass of its own.
   *
   * @param measured of all suffixes; the time is scaled to all of them
   */
  double suffixesNaively(int measured) {
    double seconds =
        seconds(
            () ->
                suffixes
                    .subList(0, measured)
                    .forEach(each -> model.forward(TokenBatch.causal(List.of(join(each))))));
    return seconds * SUFFIXES / measured;
  }

  /** The prefix once, then a search over the levels of the trie. */
  double beams(int width) {
    return seconds(
        () -> {
          try (Prefix shared = model.prefill(prefix)) {
            new BeamSearch(width).search(model, shared, trie, item -> true);
          }
        });
  }

  /**
   * As many sequences as the search steps, each in a pass of its own.
   *
   * @param measured of the sequences of each level; the time is scaled to all of them
   */
  double beamsNaively(int width, int measured) {
    double seconds = seconds(() -> model.forward(TokenBatch.causal(List.of(prefix))));
    for (int level = 1; level < LEVELS; level++) {
      int[] sequence = join(Arrays.copyOf(suffixes.getFirst(), level));
      double some =
          seconds(
              () -> {
                for (int i = 0; i < Math.min(width, measured); i++) {
                  model.forward(TokenBatch.causal(List.of(sequence)));
                }
              });
      seconds += some * width / Math.min(width, measured);
    }
    return seconds;
  }

  private int[] join(int[] suffix) {
    int[] all = Arrays.copyOf(prefix, PREFIX + suffix.length);
    System.arraycopy(suffix, 0, all, PREFIX, suffix.length);
    return all;
  }
}
