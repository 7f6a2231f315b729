package dev.freshet.models.language.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.LabelScores;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.TextModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A model behind a server with the API of OpenAI. The server keeps prefixes, if it does at all.
 * Probabilities of given texts are not asked for: servers skip their cache of prefixes for them.
 */
public final class RemoteTextModel implements TextModel {
  private static final String DATA = "data:";
  private static final int LONGEST_TEXT = 16 << 20;

  private final String name;
  private final RemoteServer server;
  private final String model;
  private final RemoteLabels labels;
  private final LongSupplier nanoTime;

  private RemoteTextModel(String name, RemoteServer server, String model, LongSupplier nanoTime) {
    this.name = name;
    this.server = server;
    this.model = model;
    this.nanoTime = nanoTime;
    labels = new RemoteLabels(name, server, model);
  }

  /**
   * Connects to a server.
   *
   * @param name what the model is called in messages
   * @throws ModelException if the server does not answer or does not have the model
   */
  public static RemoteTextModel connect(String name, RemoteConfig config) {
    return connect(name, config, System::nanoTime);
  }

  static RemoteTextModel connect(String name, RemoteConfig config, LongSupplier nanoTime) {
    RemoteServer server = new RemoteServer(name, config);
    try {
      return new RemoteTextModel(name, server, model(name, server), nanoTime);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String model(String name, RemoteServer server) {
    String wanted = server.config().model();
    URI uri = server.config().of("models");
    List<String> found =
        server.get(uri).path("data").findValuesAsText("id").stream().distinct().toList();
    if (wanted != null ? found.contains(wanted) : found.size() == 1) {
      return wanted != null ? wanted : found.getFirst();
    }
    throw new ModelException(
        wanted != null
            ? "%s: %s has the models %s, not %s".formatted(name, uri, found, wanted)
            : "%s: %s has the models %s; name one of them".formatted(name, uri, found));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<String> stream) {
    ObjectNode body =
        server
            .mapper()
            .createObjectNode()
            .put("model", model)
            .put("max_tokens", request.maxTokens())
            .put("temperature", request.sampling().temperature())
            .put("top_p", request.sampling().topP())
            .put("seed", request.sampling().seed())
            .put("stream", true);
    if (!request.stop().isEmpty()) {
      request.stop().forEach(body.putArray("stop")::add);
    }
    body.putObject("stream_options").put("include_usage", true);
    URI uri = server.config().of(ask(request.prompt(), body));
    long start = nanoTime.getAsLong();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                server.stream(uri, body, request.deadline()), StandardCharsets.UTF_8))) {
      return read(lines, request, start, stream);
    } catch (IOException e) {
      throw new ModelException("%s: %s broke off".formatted(name, uri), e);
    }
  }

  /** Puts the prompt into the body; returns the part of the API that takes it. */
  private static String ask(Prompt prompt, ObjectNode body) {
    switch (prompt) {
      case Prompt.Raw raw -> {
        body.put("prompt", raw.text());
        return "completions";
      }
      case Prompt.Chat chat -> {
        var messages = body.putArray("messages");
        chat.messages()
            .forEach(
                each ->
                    messages
                        .addObject()
                        .put("role", each.role().written())
                        .put("content", each.content()));
        return "chat/completions";
      }
    }
  }

  private Generation read(
      BufferedReader lines, GenerationRequest request, long start, Consumer<String> stream)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int pieces = 0;
    int tokens = -1;
    Finish finish = Finish.LENGTH;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith(DATA)) {
        continue;
      }
      String data = line.substring(DATA.length()).strip();
      if (data.equals("[DONE]")) {
        break;
      }
      JsonNode event = server.parse(data);
      if (event.hasNonNull("error")) {
        throw new ModelException("%s: the server failed: %s".formatted(name, event.get("error")));
      }
      tokens = event.path("usage").path("completion_tokens").asInt(tokens);
      JsonNode choice = event.path("choices").path(0);
      String piece = choice.path("text").asText(choice.path("delta").path("content").asText(""));
      if (!piece.isEmpty()) {
        pieces++;
        text.append(piece);
        stream.accept(piece);
      }
      if (choice.path("finish_reason").asText().equals("stop")) {
        finish = Finish.STOP;
      }
      if (text.length() > LONGEST_TEXT) {
        throw new ModelException("%s: the text is longer than %d".formatted(name, LONGEST_TEXT));
      }
      if (nanoTime.getAsLong() - start >= request.deadline().toNanos()) {
        finish = Finish.DEADLINE;
        break;
      }
    }
    // a server that does not count sends a piece for each token
    return new Generation(
        text.toString(), tokens < 0 ? pieces : tokens, finish, OptionalDouble.empty());
  }

  @Override
  public OptionalDouble logProbability(Prompt prompt, String text) {
    return OptionalDouble.empty();
  }

  @Override
  public LabelScores scoreLabels(Prompt prompt, List<String> wanted) {
    return labels.score(prompt, wanted);
  }

  @Override
  public void close() {
    server.close();
  }
}
