package dev.freshet.models.language.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.LabelScores;
import dev.freshet.models.language.text.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities of labels by the best way that a server has: vLLM's generative scoring, SGLang's
 * score, vLLM's probabilities of chosen tokens, then the top of the next token that every server of
 * this API tells, which may leave labels out.
 */
final class RemoteLabels {
  /** What the API allows. */
  private static final int TOP = 20;

  private final String name;
  private final RemoteServer server;
  private final String model;

  /** The way that worked last, tried first from then on. */
  private volatile Way way = Way.GENERATIVE_SCORING;

  /** First tokens of labels, as the server told them last. */
  @SuppressWarnings("ArrayRecordComponent") // never handed out
  private record Known(List<String> labels, int[] tokens) {}

  private volatile @Nullable Known known;

  private enum Way {
    GENERATIVE_SCORING,
    SCORE,
    CHOSEN_TOKENS,
    TOP_TOKENS
  }

  RemoteLabels(String name, RemoteServer server, String model) {
    this.name = name;
    this.server = server;
    this.model = model;
  }

  LabelScores score(Prompt prompt, List<String> labels) {
    if (!(prompt instanceof Prompt.Raw raw)) {
      return topTokens(prompt, labels); // only the server knows how it writes a conversation
    }
    for (Way each : EnumSet.range(way, Way.TOP_TOKENS)) {
      Optional<LabelScores> scores = score(each, raw, labels);
      if (scores.isPresent()) {
        way = each;
        return scores.get();
      }
    }
    throw new IllegalStateException("the last way always answers");
  }

  private Optional<LabelScores> score(Way by, Prompt.Raw prompt, List<String> labels) {
    if (by == Way.TOP_TOKENS) {
      return Optional.of(topTokens(prompt, labels));
    }
    Optional<int[]> tokens = tokens(labels);
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    return switch (by) {
      case GENERATIVE_SCORING -> generativeScoring(prompt, tokens.get());
      case SCORE -> score(prompt, tokens.get());
      case CHOSEN_TOKENS -> chosenTokens(prompt, tokens.get());
      case TOP_TOKENS -> throw new IllegalStateException();
    };
  }

  /** First token of each label, as the server splits text; empty if it does not tell. */
  private Optional<int[]> tokens(List<String> labels) {
    Known last = known;
    if (last != null && last.labels().equals(labels)) {
      return Optional.of(last.tokens());
    }
    int[] first = new int[labels.size()];
    for (int i = 0; i < first.length; i++) {
      ObjectNode body = object().put("prompt", labels.get(i)).put("add_special_tokens", false);
      Optional<JsonNode> answer = server.tryPost(server.config().beside("tokenize"), body);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      JsonNode token = answer.get().path("tokens").path(0);
      if (!token.isIntegralNumber()) {
        throw new ModelException(
            "%s: the server finds no token in the label \"%s\"".formatted(name, labels.get(i)));
      }
      first[i] = token.intValue();
    }
    if (Arrays.stream(first).distinct().count() < first.length) {
      throw new IllegalArgumentException(
          "%s: the labels must begin with different tokens: %s".formatted(name, labels));
    }
    known = new Known(List.copyOf(labels), first);
    return Optional.of(first);
  }

  /** The score is the share of the first label; each label is the first once. */
  private Optional<LabelScores> generativeScoring(Prompt.Raw prompt, int[] tokens) {
    double[] logs = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      ObjectNode body = object().put("query", prompt.text()).put("apply_softmax", true);
      body.putArray("items").add("");
      var ids = body.putArray("label_token_ids").add(tokens[i]);
      for (int j = 0; j < tokens.length; j++) {
        if (j != i) {
          ids.add(tokens[j]);
        }
      }
      Optional<JsonNode> answer =
          server.tryPost(server.config().beside("generative_scoring"), body);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      logs[i] = Math.log(number(answer.get().path("data").path(0).path("score")));
      if (tokens.length == 2) { // the other label has the rest
        logs[1] = Math.log1p(-Math.exp(logs[0]));
        break;
      }
    }
    return Optional.of(LabelScores.ofLogits(logs, true));
  }

  private Optional<LabelScores> score(Prompt.Raw prompt, int[] tokens) {
    ObjectNode body =
        object().put("query", prompt.text()).put("apply_softmax", true).put("item_first", false);
    body.putArray("items").add("");
    Arrays.stream(tokens).forEach(body.putArray("label_token_ids")::add);
    return server
        .tryPost(server.config().of("score"), body)
        .map(answer -> answer.path("scores").path(0))
        .filter(scores -> scores.size() == tokens.length) // a score of texts has another answer
        .map(
            scores -> {
              double[] logs = new double[tokens.length];
              Arrays.setAll(logs, i -> Math.log(number(scores.get(i))));
              return LabelScores.ofLogits(logs, true);
            });
  }

  private Optional<LabelScores> chosenTokens(Prompt.Raw prompt, int[] tokens) {
    ObjectNode body = next().put("prompt", prompt.text()).put("return_tokens_as_token_ids", true);
    Arrays.stream(tokens).forEach(body.putArray("logprob_token_ids")::add);
    body.put("logprobs", 1);
    JsonNode top =
        server
            .post(server.config().of("completions"), body)
            .path("choices")
            .path(0)
            .path("logprobs")
            .path("top_logprobs")
            .path(0);
    double[] logs = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      JsonNode log = top.path("token_id:" + tokens[i]);
      if (!log.isNumber()) {
        return Optional.empty(); // the server ignores what it was asked
      }
      logs[i] = log.doubleValue();
    }
    return Optional.of(LabelScores.ofLogits(logs, true));
  }

  private LabelScores topTokens(Prompt prompt, List<String> labels) {
    List<Top> top =
        switch (prompt) {
          case Prompt.Raw raw -> topOfText(raw);
          case Prompt.Chat chat -> topOfChat(chat);
        };
    if (top.isEmpty()) {
      throw new ModelException(
          "%s: the server tells no log-probabilities; labels cannot be scored".formatted(name));
    }
    double least = top.stream().mapToDouble(Top::log).min().orElseThrow();
    boolean exact = true;
    double[] logs = new double[labels.size()];
    for (int i = 0; i < logs.length; i++) {
      String label = labels.get(i).strip();
      double sum =
          top.stream()
              .filter(each -> spells(each.token(), label))
              .mapToDouble(each -> Math.exp(each.log()))
              .sum();
      exact &= sum > 0;
      logs[i] = sum > 0 ? Math.log(sum) : least;
    }
    return LabelScores.ofLogits(logs, exact);
  }

  /** A token near the top with the logarithm of its probability. */
  private record Top(String token, double log) {}

  /** "Yes", " yes" and "YES" are one answer. */
  private static boolean spells(String token, String label) {
    return token.strip().equalsIgnoreCase(label);
  }

  private List<Top> topOfText(Prompt.Raw prompt) {
    ObjectNode body = next().put("prompt", prompt.text()).put("logprobs", TOP);
    JsonNode choice = server.post(server.config().of("completions"), body).path("choices").path(0);
    List<Top> top = new ArrayList<>();
    choice
        .path("logprobs")
        .path("top_logprobs")
        .path(0)
        .properties()
        .forEach(each -> top.add(new Top(each.getKey(), number(each.getValue()))));
    return top;
  }

  private List<Top> topOfChat(Prompt.Chat prompt) {
    ObjectNode body = next().put("logprobs", true).put("top_logprobs", TOP);
    var messages = body.putArray("messages");
    prompt
        .messages()
        .forEach(
            each ->
                messages
                    .addObject()
                    .put("role", each.role().written())
                    .put("content", each.content()));
    JsonNode choice =
        server.post(server.config().of("chat/completions"), body).path("choices").path(0);
    List<Top> top = new ArrayList<>();
    choice
        .path("logprobs")
        .path("content")
        .path(0)
        .path("top_logprobs")
        .forEach(
            each -> top.add(new Top(each.path("token").asText(), number(each.path("logprob")))));
    return top;
  }

  private double number(JsonNode node) {
    if (!node.isNumber()) {
      throw new ModelException("%s: the server's score is no number: %s".formatted(name, node));
    }
    return node.doubleValue();
  }

  private ObjectNode next() {
    return object().put("max_tokens", 1).put("temperature", 0);
  }

  private ObjectNode object() {
    return server.mapper().createObjectNode().put("model", model);
  }
}
