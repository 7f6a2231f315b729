package dev.freshet.experiments.paper.length;

import dev.freshet.models.paper.length.writer.WriterExample;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says how well a text reads, by a language model of another kind than the writer's: trigrams with
 * Witten-Bell smoothing over the training glosses. It knows neither the source nor the length.
 */
final class TrigramScorer {

  private static final Pattern TOKEN = Pattern.compile("[\\p{Alnum}'/.-]*\\p{Alnum}|\\S");
  private static final String START = "<s>";
  private static final String END = "</s>";

  private final Object2IntOpenHashMap<String> counts = new Object2IntOpenHashMap<>();
  private final Object2IntOpenHashMap<String> continuations = new Object2IntOpenHashMap<>();
  private final double vocabulary;

  TrigramScorer(List<WriterExample> texts) {
    for (WriterExample example : texts) {
      List<String> tokens = tokens(example.text());
      for (int at = 2; at < tokens.size(); at++) {
        for (int order = 0; order < 3; order++) {
          String context = String.join(" ", tokens.subList(at - order, at));
          String whole = context + " " + tokens.get(at);
          counts.addTo(context + "\t", 1); // how often the context was continued
          if (counts.addTo(whole, 1) == 0) {
            continuations.addTo(context, 1); // by how many different tokens
          }
        }
      }
    }
    vocabulary = continuations.getInt("") + 1.0;
  }

  /** Mean logarithm of the probability per token, the end included. */
  double meanLogProbability(String text) {
    List<String> tokens = tokens(text);
    double sum = 0;
    for (int at = 2; at < tokens.size(); at++) {
      sum += Math.log(probability(tokens, at, 2));
    }
    return sum / (tokens.size() - 2);
  }

  private double probability(List<String> tokens, int at, int order) {
    double shorter = order == 0 ? 1 / vocabulary : probability(tokens, at, order - 1);
    String context = String.join(" ", tokens.subList(at - order, at));
    double seen = counts.getInt(context + "\t");
    double kinds = continuations.getInt(context);
    return seen == 0
        ? shorter
        : (counts.getInt(context + " " + tokens.get(at)) + kinds * shorter) / (seen + kinds);
  }

  private static List<String> tokens(String text) {
    return Stream.of(
            Stream.of(START, START),
            TOKEN.matcher(text).results().map(MatchResult::group),
            Stream.of(END))
        .flatMap(part -> part)
        .toList();
  }
}
